import type { composer as english } from '../en/composer'
import type { Translated } from '../words'

export const composer = {
  mode: 'Écrire',
  reply: 'Réponse',
  note: 'Note',
  noteField: 'Note pour l’équipe',
  replyHint: 'Écrire au client…',
  noteHint: 'Seule l’équipe voit ceci. @ mentionne un collègue.',
  switchHint: 'Alt+N passe de la réponse à la note',
  hasDraft: '(brouillon)',
  people: 'Collègues',
  canned: 'Réponses types',
  addNote: 'Ajouter la note',
  sendOptions: 'Façon d’envoyer',
  sendAndClose: 'Envoyer et clore',
  sendWith: 'Envoyer avec',
  enterKey: 'Entrée',
  undoTime: 'Attendre 5 s, pour annuler',
  held: 'Envoi dans un instant',
  heldAndClose: 'Envoi et clôture dans un instant',
  preview: 'Aperçu',
  previewHint: 'Le rendu : **gras**, _italique_, `code`, listes, liens',
  undo: 'Annuler',
} satisfies Translated<typeof english>
