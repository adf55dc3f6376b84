import type { desk as english } from '../en/desk'
import type { Translated } from '../words'

const selected = (n: number) => (n < 2 ? `${n} conversation sélectionnée` : `${n} conversations sélectionnées`)

export const desk = {
  views: 'Vues',
  all: 'Toutes',
  mine: 'Les miennes',
  mentioned: 'Mentions',
  onlyYours: 'Vous seul voyez cette vue',
  countUnit: (n) => (n < 2 ? 'conversation' : 'conversations'),

  filters: 'Filtrer et trier',
  filtersOn: (n) => `Filtrer et trier : ${n} en place`,
  sort: 'Tri',
  sorts: { newest: 'Plus récentes', oldest: 'Plus anciennes', waiting: 'Plus longue attente' },
  anybody: 'Tout le monde',
  anyInbox: 'Toutes',
  label: 'Étiquette',
  labels: 'Étiquettes',
  anyLabel: 'Toutes',
  priority: 'Priorité',
  anyPriority: 'Toutes',
  priorities: ['Aucune priorité', 'Basse', 'Moyenne', 'Haute', 'Urgente'],
  priorityIs: (priority) => `Priorité : ${priority}`,
  mentions: 'Mentions',
  ofMe: 'De vous',
  anyMention: 'Avec ou sans',
  clearFilters: 'Effacer les filtres',
  emptyFilteredTitle: 'Aucune conversation ne correspond',
  emptyFilteredWords: 'Ce qui correspond à ces filtres apparaîtra ici de lui-même.',

  viewName: 'Nom de la vue',
  saveView: 'Enregistrer',
  shareView: 'Pour toute l’équipe',
  thisView: (name) => `C’est la vue « ${name} ».`,
  deleteView: 'Supprimer cette vue',
  saveViewFailed: 'La vue n’a pas pu être enregistrée.',
  deleteViewFailed: 'La vue n’a pas pu être supprimée.',

  tick: (name) => `Sélectionner la conversation avec ${name}`,
  ticked: (n) => selected(n),
} satisfies Translated<typeof english>
