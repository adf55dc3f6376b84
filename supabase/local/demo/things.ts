import type { Random } from './random.ts'

/** What the demo's team has at hand beside its conversations. */
export type LabelKey = 'order' | 'delivery' | 'return' | 'vip' | 'reseller'

type Row = Record<string, unknown>

export interface Label extends Row {
  id: string
  name: string
}

const LABELS: Record<LabelKey, [name: string, color: string]> = {
  order: ['Commande', '#2f6fb4'],
  delivery: ['Livraison', '#b4632f'],
  return: ['Retour', '#a8323e'],
  vip: ['VIP', '#7a3fa8'],
  reseller: ['Revendeur', '#1f6b52'],
}

const RESPONSES: [shortcut: string, title: string, body: string][] = [
  ['bonjour', 'Bonjour', 'Bonjour {{contact.name|}} ! Ici {{agent.name}}, de chez Filou. Comment puis-je vous aider ?'],
  [
    'delai',
    'Délai de livraison',
    'Nous expédions sous 24 h (jours ouvrés) ; comptez ensuite 2 à 3 jours en France, 3 à 5 en Belgique, en Suisse et au Luxembourg.',
  ],
  [
    'retour',
    'Retours et échanges',
    'Vous avez 30 jours pour renvoyer une paire non portée. L’étiquette est dans votre compte, sous « Mes retours » ; le remboursement part dès que le colis est à l’atelier.',
  ],
  [
    'pointure',
    'Choisir sa pointure',
    'Mesurez votre pied du talon au gros orteil et reportez-vous au guide : 24,5 cm, c’est un 39. Entre deux tailles, prenez la plus petite : la toile se détend.',
  ],
  ['hello', 'Hello (English)', 'Hello {{contact.name|there}}! This is {{agent.name}} from Filou. How can I help?'],
]

export function makeLabels(random: Random, workspaceId: string, createdAt: string): Record<LabelKey, Label> {
  const label = (key: LabelKey): Label => {
    const [name, color] = LABELS[key]
    return { id: random.uuid(), workspace_id: workspaceId, name, color, created_at: createdAt }
  }
  return {
    order: label('order'),
    delivery: label('delivery'),
    return: label('return'),
    vip: label('vip'),
    reseller: label('reseller'),
  }
}

export function makeResponses(random: Random, workspaceId: string, ownerId: string, createdAt: string): Row[] {
  const response = (owner: string | null, shortcut: string, title: string, body: string): Row => ({
    id: random.uuid(),
    workspace_id: workspaceId,
    agent_id: owner,
    shortcut,
    title,
    body,
    created_at: createdAt,
  })
  return [
    ...RESPONSES.map(([shortcut, title, body]) => response(null, shortcut, title, body)),
    response(ownerId, 'bise', 'Ma signature', 'Belle journée, et à bientôt !\nMaïté, à l’atelier'),
  ]
}

export function makeViews(
  random: Random,
  workspaceId: string,
  labels: Record<LabelKey, Label>,
  createdAt: string,
): Row[] {
  const view = (name: string, filter: Row, sort: string, position: number): Row => ({
    id: random.uuid(),
    workspace_id: workspaceId,
    agent_id: null,
    name,
    filter,
    sort,
    position,
    created_at: createdAt,
  })
  return [
    view('Urgences', { status: 'open', priority: 4 }, 'waiting', 0),
    view('Retours ouverts', { status: 'open', label_id: labels.return.id }, 'oldest', 1),
  ]
}
