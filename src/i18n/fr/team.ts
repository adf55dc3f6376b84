import type { team as english } from '../en/team'
import type { Translated } from '../words'
import { until } from './until'

export const team = {
  invite: 'Inviter un collègue',
  email: 'E-mail',
  inviteWords: 'Vous obtenez un lien à transmettre. Il est valable 7 jours, pour cette adresse seulement.',
  role: 'Rôle',
  roles: { agent: 'Agent : répond', admin: 'Admin : répond et invite', owner: 'Propriétaire : tout' },
  makeInvitation: 'Créer l’invitation',
  invited: (email) => `Transmettez ce lien à ${email}. Il n’est affiché que maintenant.`,
  inviteAnother: 'Inviter quelqu’un d’autre',
  words: 'Tout le monde ici répond aux clients. Le rôle dit ce que chacun peut faire d’autre.',
  you: '(vous)',
  roleNames: { agent: 'Agent', admin: 'Admin', owner: 'Propriétaire' },
  roleOf: (name) => `Rôle de ${name}`,
  remove: (name) => `Retirer ${name}`,
  removeTitle: (name) => `Retirer ${name} de l’équipe ?`,
  removeWords:
    'Cette personne ne voit plus rien dès cet instant. Ses conversations en cours ne sont plus attribuées ; ce qu’elle a écrit garde son nom.',
  removeNow: 'Retirer',
  removed: (name) => `${name} ne fait plus partie de l’équipe`,
  leave: 'Quitter l’équipe',
  leaveTitle: 'Quitter l’équipe ?',
  leaveWords: 'Vous ne voyez plus rien dès cet instant. Vos conversations en cours ne sont plus attribuées.',
  invitations: 'Invitations en attente',
  noInvitations: 'Personne n’est attendu.',
  expires: (when) => `Valable ${until(when)}`,
  expired: 'Expirée',
  revoke: (email) => `Annuler l’invitation de ${email}`,
  revoked: (email) => `L’invitation de ${email} n’ouvre plus rien`,
} satisfies Translated<typeof english>
