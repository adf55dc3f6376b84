import type { app as english } from '../en/app'
import type { Translated } from '../words'

export const app = {
  loading: 'Chargement',
  notifications: 'Notifications',
  dismiss: 'Masquer',
  close: 'Fermer',
  copy: 'Copier',
  copied: 'Copié',
  retry: 'Réessayer',
  brokenTitle: 'Quelque chose s’est cassé sur cette page',
  brokenWords:
    'Vos messages sont en sécurité. Rechargez la page ; si cela se reproduit, prévenez la personne qui gère ce chat.',
  reload: 'Recharger la page',
  notFoundTitle: 'Il n’y a rien ici',
  notFoundWords: 'L’adresse est peut-être mal saisie, ou la page a été déplacée.',
  toInbox: 'Aller à la boîte de réception',
  toSite: 'Aller au site',
} satisfies Translated<typeof english>
