import type { attachments as english } from '../en/attachments'
import type { Translated } from '../words'

export const attachments = {
  attach: 'Joindre un fichier',
  toSend: 'Fichiers à envoyer',
  drop: 'Déposez vos fichiers ici pour les envoyer',
  preparing: 'Préparation…',
  uploading: (name) => `Envoi de ${name}`,
  waiting: 'Envoi interrompu ; il reprend tout seul…',
  underWay: (count) => (count === 1 ? 'Un fichier est en cours d’envoi' : `${count} fichiers sont en cours d’envoi`),
  readyToSend: (count) => (count === 1 ? 'Le fichier est prêt' : `${count} fichiers sont prêts`),
  notReady: 'Un fichier est encore en cours d’envoi. Patientez un instant, ou retirez-le.',
  notReadyFailed: 'Un fichier n’a pas pu être envoyé. Réessayez ou retirez-le.',
  remove: (name) => `Retirer ${name}`,
  retry: (name) => `Réessayer l’envoi de ${name}`,
  tooLarge: (max) => `Trop volumineux : ${max} au plus.`,
  save: 'Télécharger',
  download: (name) => `Télécharger ${name}`,
  enlarge: (name) => `Agrandir ${name}`,
  close: 'Fermer l’image',
  notAvailable: 'Indisponible pour le moment. Réessayez.',
  notLoaded: 'Les fichiers ne peuvent pas être affichés. Rechargez la page.',
} satisfies Translated<typeof english>
