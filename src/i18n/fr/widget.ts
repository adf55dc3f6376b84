import type { widget as english } from '../en/widget'
import type { Translated } from '../words'

export const widget = {
  open: 'Ouvrir le chat',
  unread: (count: number) => `, ${count} non lu${count > 1 ? 's' : ''}`,
  close: 'Fermer le chat',
  panel: 'Chat',

  conversations: 'Conversations',
  newConversation: 'Nouvelle conversation',
  back: 'Toutes les conversations',
  more: 'Réglages',
  language: 'Langue',
  mute: 'Couper le son',
  expand: 'Agrandir',
  collapse: 'Réduire',

  welcome: 'Bonjour ! Comment pouvons-nous vous aider ?',
  replyWithin: (duration: string) => `Nous répondons en général en ${duration}`,
  replySoon: 'Nous répondons en général rapidement',
  online: 'Nous sommes là',
  awayNow: 'Absents pour le moment',
  away: 'Nous sommes absents pour le moment. Laissez-nous un message : nous vous répondrons dès notre retour.',
  startHere: 'Posez-nous votre question. Nous lisons chaque message.',

  listEmpty: 'Aucune conversation pour l’instant.',
  loading: 'Ouverture du chat…',
  listLoading: 'Chargement de vos conversations…',
  listFailed: 'Vos conversations n’ont pas pu être chargées.',
  mine: (text: string) => `Vous : ${text}`,
  deleted: 'Message supprimé',
  closed: 'Close',
  unreadInRow: (count: number) => (count === 1 ? '1 message non lu' : `${count} messages non lus`),

  failed: 'Le chat est injoignable pour le moment.',
  failedHint: 'Cela ne vient pas de vous. Nous réessayons sans cesse.',
  tryAgain: 'Réessayer',
} satisfies Translated<typeof english>
