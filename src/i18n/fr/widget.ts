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

  welcome: 'Bonjour ! Comment pouvons-nous vous aider ?',
  replyWithin: (duration: string) => `Réponse en général en ${duration}`,
  replySoon: 'Réponse rapide en général',
  online: 'Nous sommes là',
  awayNow: 'Absents pour le moment',
  away: 'Nous sommes absents pour le moment. Laissez-nous un message : nous vous répondrons dès notre retour.',
  startHere: 'Posez-nous votre question. Nous lisons chaque message.',

  listEmpty: 'Aucune conversation pour l’instant.',
  loading: 'Ouverture du chat…',
  listLoading: 'Chargement de vos conversations…',
  listFailed: 'Vos conversations n’ont pas pu être chargées.',
  mine: (text: string) => `Vous : ${text}`,
  deleted: 'Message supprimé',
  closed: 'Terminée',
  waiting: 'En attente',
  unreadInRow: (count: number) => (count === 1 ? '1 message non lu' : `${count} messages non lus`),

  failed: 'Le chat est injoignable pour le moment.',
  failedHint: 'Cela ne vient pas de vous. Nous réessayons sans cesse.',
  tryAgain: 'Réessayer',

  direction: 'ltr',

  backAt: (when) => `Nous revenons ${when}.`,
  at: (when) => `${/^\d+:/.test(when) ? 'à ' : /^\d/.test(when) ? 'le ' : ''}${when}`,
  openingHours: 'Horaires d’ouverture',
  closedDay: 'Fermé',
  yourTime: 'À votre heure',

  formIntro: 'Avant de commencer, quelques mots sur vous.',
  formStart: 'Commencer',
  optional: (label) => `${label} (facultatif)`,
  choose: 'Choisissez…',
  name: 'Nom',
  email: 'E-mail',
  phone: 'Téléphone',
  required: 'Ce champ est obligatoire.',
  emailInvalid: 'Cela ne ressemble pas à une adresse e-mail.',
  phoneInvalid: 'Cela ne ressemble pas à un numéro de téléphone.',

  emailAsk: 'Personne n’est là pour le moment. Laissez votre e‑mail pour que nous puissions vous joindre.',
  emailAskBusy: 'Votre message est gardé et partira tout seul. Laissez votre e‑mail si vous ne pouvez pas attendre.',
  emailSend: 'Enregistrer',
  emailThanks: (email) => `Merci. Nous écrirons à ${email}.`,
  dismiss: 'Masquer',

  signInFirst: 'Connectez-vous sur ce site pour nous écrire.',

  end: 'Terminer la conversation',
  endAsk: 'Terminer cette conversation ?',
  endYes: 'Terminer',
  endNo: 'Continuer',
  transcript: 'Télécharger la conversation',
  transcriptTitle: (name) => `Conversation avec ${name}`,
  actionFailed: 'Cela n’a pas marché. Réessayez.',

  rateAsk: 'Comment cela s’est-il passé ?',
  rateScores: ['Très mauvais', 'Mauvais', 'Moyen', 'Bien', 'Très bien'],
  rateComment: 'Que pourrions-nous améliorer ?',
  rateSend: 'Envoyer la note',
  rateThanks: 'Merci pour votre note !',
} satisfies Translated<typeof english>
