import type { erasing as english } from '../en/erasing'
import type { Translated } from '../words'

export const erasing = {
  personalData: 'Données personnelles',
  action: 'Effacer cette personne',
  words: (name) =>
    `À faire quand ${name} demande l’effacement de ses données. L’effet est immédiat et il est impossible de revenir en arrière.`,
  goes: 'Ce qui disparaît',
  goesPerson: 'Le nom, l’adresse et tout ce qu’on en sait, ainsi que les contacts fusionnés avec cette personne',
  goesTexts: (n) =>
    n < 2
      ? 'Ce qui s’est dit dans sa conversation, des deux côtés, avec les fichiers et les notes'
      : `Ce qui s’est dit dans ses ${n} conversations, des deux côtés, avec les fichiers et les notes`,
  goesManyTexts: 'Ce qui s’est dit dans toutes ses conversations, des deux côtés, avec les fichiers et les notes',
  goesChat: 'Son chat sur votre site : il repart de zéro, comme pour une nouvelle personne',
  stays: 'Ce qui reste',
  staysFigures:
    'Des chiffres qui ne nomment personne : le nombre de conversations, les délais de réponse, les évaluations sans commentaire',
  typeName: (name) => `Écrivez « ${name} » pour confirmer`,
  do: 'Effacer définitivement',
  cancel: 'Annuler',
  failed: 'Cette personne n’a pas été effacée.',
  unsure: 'Impossible de savoir si cette personne a été effacée. Réessayez : le faire deux fois ne change rien.',
  done: (name) => `${name} : tout est effacé`,
  person: 'Personne effacée',
  erasedTitle: 'Cette personne a été effacée',
  erasedWords: (day) =>
    `Depuis le ${day}, ce qui s’est dit ici a disparu pour toujours, des deux côtés. Seuls des chiffres restent.`,
  texts: 'Textes, nom et adresse',
  files: 'Fichiers',
  broadcasts: 'Copies gardées pour le direct',
  gone: (part) => `${part} : c’est fait`,
  going: (part) => `${part} : en cours, quelques minutes d’ordinaire`,
  list: 'Personnes effacées',
  listWords:
    'Qui a été effacé, sans un mot sur ces personnes, et si tout a disparu. Propriétaires et administrateurs effacent une personne dans les détails d’une conversation.',
  nobody: 'Personne n’a été effacé.',
  showAll: (n) => `Tout afficher (${n})`,
  complete: 'Terminé',
  under: 'En cours',
  by: (name) => `par ${name}`,
} satisfies Translated<typeof english>
