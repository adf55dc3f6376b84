import type { reports as english } from '../en/reports'
import type { Translated } from '../words'

export const reports = {
  title: 'Rapports',
  toInbox: 'Boîte de réception',
  print: 'Imprimer',

  filters: 'Ce qui est affiché',
  range: 'Période',
  presets: { '7': '7 jours', '30': '30 jours', '90': '90 jours', '12m': '12 mois', custom: 'Autre' },
  from: 'Du',
  to: 'Au',
  apply: 'Afficher',
  incomplete: 'Choisissez les deux jours.',
  backwards: 'Le dernier jour précède le premier.',
  tooLong: 'Un rapport porte sur 366 jours au plus.',
  inboxes: 'Boîtes',
  allInboxes: 'Toutes les boîtes',
  agents: 'Agents',
  allAgents: 'Tous les agents',
  labels: 'Étiquettes',
  allLabels: 'Toutes les étiquettes',
  chosen: (n) => (n > 1 ? `${n} choisis` : '1 choix'),
  everything: 'Tout afficher',
  clock: 'Temps compté',
  clockHours: 'Heures réelles',
  businessHours: 'Heures ouvrées',
  daysOf: (zone) => `Jours de ${zone}`,
  comparedWith: (period) => `comparés à la période du ${period}`,

  overview: 'Vue d’ensemble',
  overviewDefinition:
    'Les chiffres de la période, chacun à côté de celui d’autant de jours avant. Choisissez-en un pour voir ses conversations.',
  before: (text) => `avant : ${text}`,
  nothingBefore: 'rien à comparer',
  whatIs: (name) => `Ce que compte « ${name} »`,
  opens: 'Voir ses conversations',
  mean: 'Moyenne',
  p90: '90 %',
  p95: '95 %',
  longest: 'Maximum',
  count: 'Nombre',
  figure: 'Chiffre',
  value: 'Valeur',
  change: 'Évolution',
  valueBefore: 'Période précédente',
  repliesOf: (n, text) => (n > 1 ? `${text} réponses` : `${text} réponse`),
  closedOf: (n, text) => (n > 1 ? `${text} closes` : `${text} close`),
  ofTurns: (n, text) => (n > 1 ? `sur ${text} messages` : `sur ${text} message`),
  nineInTen: (duration) => `9 sur 10 en moins de ${duration}`,

  tiles: {
    conversations: {
      title: 'Conversations',
      definition:
        'Conversations commencées pendant la période. Impossible de les compter par agent : une nouvelle conversation n’est encore à personne.',
    },
    reopened: {
      title: 'Rouvertes',
      definition:
        'Nombre de fois qu’une conversation close a été rouverte pendant la période, par son client ou par un agent.',
    },
    closed: {
      title: 'Closes',
      definition:
        'Nombre de fois qu’une conversation a été close pendant la période, par un agent ou par son client. Elle compte pour qui l’avait alors.',
    },
    first_reply: {
      title: 'Première réponse',
      definition:
        'Du premier message du client à la première réponse d’un agent : la médiane, donc la moitié a été plus rapide. Chaque réouverture compte à nouveau. Comptée le jour de la réponse, pour qui a répondu. Messages automatiques et notes ne sont pas des réponses.',
    },
    reply: {
      title: 'Temps de réponse',
      definition:
        'Du premier message sans réponse du client à la réponse d’un agent, premières réponses comprises : la médiane, donc la moitié a été plus rapide. Compté le jour de la réponse, pour qui a répondu.',
    },
    resolution: {
      title: 'Temps de résolution',
      definition:
        'De l’ouverture, ou de la réouverture, à la clôture : la médiane, donc la moitié a été plus rapide. Compté le jour de la clôture, pour qui avait alors la conversation.',
    },
    unanswered_first: {
      title: 'Premiers messages sans réponse',
      definition:
        'Parmi les fois où un client s’est adressé à l’équipe ou est revenu pendant la période, la part restée sans réponse : close sans réponse, ou encore en attente. Elle accompagne les temps, pour qu’ignorer les gens n’améliore aucun chiffre.',
    },
    unanswered_later: {
      title: 'Messages suivants sans réponse',
      definition:
        'Parmi les fois où un client a réécrit après une réponse, la part restée sans réponse : close sans réponse, ou encore en attente. Souvent un simple « merci », sans négligence : c’est pourquoi elle est à part.',
    },
    ratings: {
      title: 'Note',
      definition:
        'La moyenne des notes données par les clients pendant la période, de 1 à 5. Elle compte pour qui avait la conversation, sinon pour qui a répondu en dernier. À côté : la part des 4 et 5, et, parmi les conversations closes pendant la période, la part notée, alors ou plus tard.',
    },
  },
  behindTitles: {
    conversations: 'Conversations commencées',
    reopened: 'Conversations rouvertes',
    first_reply: 'Premières réponses',
    reply: 'Réponses',
    closed: 'Conversations closes',
    resolution: 'Résolutions',
    unanswered_first: 'Premiers messages sans réponse',
    unanswered_later: 'Messages suivants sans réponse',
    turns: 'Messages de clients',
    ratings: 'Notes',
  },

  volume: 'Volume',
  volumeDefinition:
    'Conversations commencées ou rouvertes, messages reçus des clients et envoyés par l’équipe, jour par jour dans le fuseau horaire de l’espace de travail.',
  messagesIn: 'Messages reçus',
  messagesOut: 'Messages envoyés',
  begun: 'Commencées',
  reopened: 'Rouvertes',
  closed: 'Closes',
  times: 'Temps de réponse',
  timesDefinition:
    'Temps jusqu’à la première réponse et de toutes les réponses, au jour de la réponse : la moitié a été plus rapide que la médiane, 9 sur 10 plus rapides que « 90 % ». Un jour sans réponse n’a pas de chiffre.',
  firstReplyMedian: 'Première réponse, médiane',
  firstReplyP90: 'Première réponse, 90 %',
  resolutionMedian: 'Résolution, médiane',
  unansweredShare: 'Sans réponse',
  replyMedian: 'Réponse, médiane',
  replyP90: 'Réponse, 90 %',
  distribution: 'Répartition des temps de réponse',
  distributionDefinition:
    'Combien de réponses sont venues dans chaque délai. Les premières réponses sont celles qui ouvrent l’échange avec le client.',
  firstReplies: 'Premières réponses',
  allReplies: 'Toutes les réponses',
  shareOfFirst: 'Part des premières',
  shareOfAll: 'Part du total',
  within: 'Délai',
  upTo: (duration) => `moins de ${duration}`,
  fromTo: (from, to) => `de ${from} à ${to}`,
  over: (duration) => `${duration} et plus`,
  heat: 'Heures de la semaine',
  heatDefinition:
    'Quand les clients écrivent, et combien ils attendent selon l’heure à laquelle ils ont écrit : heures et jours du fuseau horaire de l’espace de travail. « 90 % » : 9 sur 10 ont eu une réponse plus vite.',
  heatVolume: 'Volume',
  heatP90: 'Réponse, 90 %',
  heatShow: 'Chiffre des cases',
  hour: 'Heure',
  weekday: 'Jour',
  day: 'Jour',
  breakdowns: {
    agent: {
      title: 'Agents',
      definition:
        'Les réponses et leurs temps vont à qui a répondu ; les conversations closes à qui les avait alors. Les anciens collègues gardent les leurs.',
    },
    inbox: { title: 'Boîtes', definition: 'Les mêmes chiffres, site par site.' },
    label: {
      title: 'Étiquettes',
      definition:
        'Les mêmes chiffres selon les étiquettes que les conversations ont maintenant. Avec deux étiquettes, une conversation compte pour les deux : rien ne s’additionne.',
    },
  },
  ratings: 'Notes',
  ratingsDefinition:
    'Ce que les clients ont donné une fois leur conversation close, de 1 à 5, au jour où ils l’ont donné.',
  meanScore: 'Note moyenne',
  goodShare: '4 ou 5',
  responseShare: 'Notées',
  ratingsOf: (n, text) => (n > 1 ? `${text} notes` : `${text} note`),
  goodOf: (share) => `${share} de 4 ou 5`,
  ratedOf: (share) => `${share} des closes notées`,
  scoreOf: (score) => `${score} sur 5`,
  agent: 'Agent',
  inbox: 'Boîte',
  label: 'Étiquette',
  noLabel: 'Sans étiquette',
  replies: 'Réponses',
  formerAgent: 'Ancien collègue',
  nobody: 'Personne',
  conversationsColumn: 'Conversations',

  live: 'En ce moment',
  liveDefinition:
    'L’état à cet instant, quelle que soit la période : conversations ouvertes, clients qui attendent une réponse, la plus longue de ces attentes, et les agents présents et disponibles.',
  open: 'Ouvertes',
  waiting: 'En attente',
  longestWait: 'Plus longue attente',
  unassigned: 'Non attribuées',
  present: 'Agents présents',
  nobodyWaits: 'personne n’attend',
  asOf: (time) => `à ${time}`,

  asTable: 'En tableau',
  tableOf: (name) => `${name}, tableau`,
  csvOf: (name) => `${name} en CSV`,
  inSeconds: (label) => `${label} (secondes)`,
  exactly: (label) => `${label} (exact)`,
  asRatio: (label) => `${label} (rapport)`,

  visitor: (mark) => `Visiteur ${mark}`,
  behindEmpty: 'Aucune conversation pendant cette période.',
  behindMore: 'En afficher plus',

  loading: 'Chargement du rapport',
  empty: 'Rien pendant cette période',
  emptyWords: 'Choisissez une période plus longue, ou moins de filtres.',
  noCalendar: (n, text) =>
    `Hors de ces temps : ${n > 1 ? `${text} réponses et clôtures` : '1 réponse ou clôture'}, faute d’horaires d’ouverture de leur boîte à ce moment-là.`,
  failed: 'Les chiffres n’ont pas pu être chargés.',
  retry: 'Réessayer',
} satisfies Translated<typeof english>
