import type { canned as englishCanned, labels as englishLabels, profile as englishProfile } from '../en/ownSettings'
import type { Translated } from '../words'

export const labels = {
  words: 'De quoi parlent les conversations. La boîte se filtre par étiquette, et les rapports les comptent.',
  none: 'Aucune étiquette pour l’instant.',
  add: 'Ajouter une étiquette',
  name: 'Nom',
  color: 'Couleur',
  edit: (name) => `Modifier ${name}`,
  remove: (name) => `Retirer l’étiquette ${name}`,
  removeWords: 'Elle disparaît de toutes les conversations qui la portent.',
} satisfies Translated<typeof englishLabels>

export const canned = {
  words: 'Ce que vous dites souvent. Tapez / et le raccourci en répondant.',
  none: 'Aucune réponse type pour l’instant.',
  add: 'Ajouter une réponse type',
  shortcut: 'Raccourci',
  shortcutWords: 'Un mot sans majuscule : tapé /mot.',
  title: 'Titre',
  body: 'Texte',
  bodyWords:
    '{{contact.name|à vous}} devient le nom du client, ou « à vous » s’il est inconnu ; {{agent.name}} est le vôtre.',
  unknownVariable: (said) =>
    `${said} ne sera pas remplacé : il y a contact.name, contact.first_name, contact.email, agent.name, agent.first_name et conversation.id.`,
  share: 'Pour toute l’équipe',
  shared: 'Équipe',
  own: 'Moi seul',
  edit: (shortcut) => `Modifier /${shortcut}`,
  remove: (shortcut) => `Retirer /${shortcut}`,
  removed: 'La réponse type est retirée',
} satisfies Translated<typeof englishCanned>

export const profile = {
  words: 'Comment clients et collègues vous voient.',
  name: 'Nom',
  picture: 'Photo',
  pictureChoose: 'Choisir une photo',
  pictureRemove: 'Retirer la photo',
  pictureWords: 'Recadrée en carré ; vous pouvez aussi la déposer ici. Sans photo, vos initiales sont affichées.',
  pictureAddressInstead: 'Donner plutôt une adresse',
  pictureAddress: 'Adresse de votre photo',
  pictureUnreadable: 'Ce fichier n’est pas une image que votre navigateur sait lire.',
  pictureWrong: 'Elle commence par https://',
  notifications: 'Notifications et écriture',
  notify: 'Me signaler',
  notifyChoices: {
    all: 'chaque message d’un client',
    mine: 'les messages de mes conversations, et les mentions',
    mentions: 'les mentions seulement',
    none: 'rien',
  },
  sound: 'Avec un son',
  quiet: 'Heures calmes',
  quietWords: 'Ni son ni notification pendant ce temps, à l’heure de cet ordinateur.',
  from: 'De',
  to: 'À',
  quietWrong: 'Indiquez un début et une fin différents.',
  sendWith: 'Envoyer avec',
  sendWithEnter: 'Entrée (Maj+Entrée pour aller à la ligne)',
  sendWithModEnter: 'Ctrl+Entrée ou ⌘+Entrée (Entrée pour aller à la ligne)',
  awayAfter: 'Absent après (minutes sans signe de moi)',
  awayAfterWords: 'Les clients voient alors que vous êtes absent. Vide : jamais automatiquement.',
  minutesWrong: 'Un nombre entier de 1 à 480, ou rien.',
} satisfies Translated<typeof englishProfile>
