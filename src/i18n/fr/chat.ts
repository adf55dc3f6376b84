import type { chat as english } from '../en/chat'
import type { Translated } from '../words'

export const chat = {
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  justNow: 'à l’instant',

  messages: 'Messages',
  message: 'Message',
  send: 'Envoyer',
  placeholder: 'Écrivez un message…',
  you: 'Vous',
  team: 'L’équipe',
  visitor: 'Visiteur',
  automatic: 'Message automatique',
  close: 'Fermer la fenêtre',
  conversation: 'Conversation',

  typing: (name) => `${name} écrit`,
  typingTwo: (one, other) => `${one} et ${other} écrivent`,
  typingMany: 'Plusieurs personnes écrivent',
  someone: 'Quelqu’un',

  statusOpen: 'Ouverte',
  statusSnoozed: 'En veille',
  statusClosed: 'Close',
  closedHint: 'Cette conversation est close. Écrivez pour la rouvrir.',

  sending: 'Envoi…',
  waiting: 'En attente d’envoi…',
  notSent: 'Non envoyé',
  retry: 'Réessayer',
  discard: 'Supprimer',
  discardMessage: 'Supprimer ce message',
  read: 'Lu',
  deleted: 'Ce message a été supprimé.',

  unread: 'Nouveaux messages',
  newMessages: (count) => (count === 1 ? '1 nouveau message' : `${count} nouveaux messages`),
  jumpToNewest: 'Aller au message le plus récent',
  loadOlder: 'Afficher les messages précédents',
  loadingOlder: 'Chargement des messages précédents…',
  beginning: 'C’est le début de la conversation.',
  loading: 'Chargement des messages…',
  empty: 'Pas encore de message. Dites bonjour !',
  loadFailed: 'Les messages n’ont pas pu être chargés.',
  tryAgain: 'Réessayer',

  offline: 'Vous êtes hors ligne. Vos messages partiront à votre retour.',
  unreachable: 'Le serveur ne répond pas. Nouvel essai en cours ; vos messages sont gardés.',
  reconnecting: 'Reconnexion…',
  signedOut: 'Votre session est terminée. Ce que vous avez écrit est gardé.',

  emptyMessage: 'Écrivez d’abord quelque chose.',
  tooLong: (max) =>
    `Ce message est trop long : ${max} caractères au plus. Rien n’est perdu ; raccourcissez-le ou envoyez-le en plusieurs fois.`,
  charactersLeft: (count) => (count <= 1 ? `${count} caractère restant` : `${count} caractères restants`),
  charactersOver: (count) => (count <= 1 ? `${count} caractère de trop` : `${count} caractères de trop`),

  emoji: 'Émojis',
  emojiLoading: 'Chargement des émojis…',
  emojiFailed: 'Les émojis n’ont pas pu être chargés.',
  emojiCategories: 'Catégories d’émojis',
  emojiSearch: 'Rechercher un émoji',
  emojiClear: 'Effacer la recherche',
  emojiNone: 'Aucun émoji trouvé. Essayez un autre mot.',
  mute: 'Couper le son',
  unmute: 'Activer le son',

  note: 'Note',
  noteBy: (name) => `Note de ${name}, visible par l’équipe seulement`,
  viewing: (names) => `Regardent aussi : ${names}`,
  anAgent: 'Un agent',
  theContact: 'Le client',
  event: {
    opened: 'Début de la conversation',
    reopened: (who) => `${who} a rouvert la conversation`,
    closed: (who) => `${who} a clos la conversation`,
    assigned: (who, whom) => `${who} a attribué la conversation à ${whom}`,
    tookOver: (who) => `${who} a pris la conversation`,
    unassigned: (who) => `${who} a retiré l’attribution`,
    // « jusqu’au 30 novembre », mais « jusqu’à demain », « jusqu’à lundi », « jusqu’à 18:00 ».
    snoozed: (who, until) =>
      `${who} a mis la conversation en veille ${/^\d+\s/.test(until) ? 'jusqu’au' : 'jusqu’à'} ${until}`,
    woken: 'La conversation est sortie de veille',
  },
} satisfies Translated<typeof english>
