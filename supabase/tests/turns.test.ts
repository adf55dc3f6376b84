import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { Ledger, type At } from '../local/demo/ledger.ts'
import { conversationRow } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import type { OpenConversation, Workspace } from './support/given.ts'
import { expect, test } from './support/test.ts'

/** One thing that somebody does, chosen by chance. `seq` and `seen` are counted from the start of the conversation. */
type Act =
  | { does: 'customer' | 'close' | 'reopen' | 'snooze' }
  | { does: 'rate'; score: number }
  | { does: 'agent'; who: 0 | 1; seen: number | null }
  | { does: 'note'; who: 0 | 1 }
  | { does: 'assign'; to: 0 | 1 | null }
  | { does: 'hours'; from: number | null }
  | { does: 'read'; side: 'contact' | 'agent'; who: 0 | 1; seq: number }

const who = fc.constantFrom<0 | 1>(0, 1)
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('customer' as const) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('agent' as const), who, seen: fc.option(fc.nat(12)) }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom('close' as const, 'reopen' as const, 'snooze' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('rate' as const), score: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('note' as const), who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('assign' as const), to: fc.option(who) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('hours' as const), from: fc.option(fc.nat(23)) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('read' as const),
      side: fc.constantFrom('contact' as const, 'agent' as const),
      who,
      seq: fc.nat(15),
    }),
  },
)

test('[REP-1] [REP-3] [REP-6] random histories: the functions, the ledger and telling again agree', async ({ db }) => {
  let workspace: Workspace | undefined
  let histories = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 25 }), async (acts) => {
      if (histories++ % 20 === 0) workspace = await workspaceWithAgents(db) // an inbox takes only so many beginnings an hour
      const opened = await db.given.openConversation({ workspace })
      const ledger = await ledgerOf(db, opened)
      for (const step of acts) await perform(db, opened, ledger, step)
      expect(await stored(db, opened.conversation.id)).toEqual(told(ledger))
    }),
    { numRuns: 60 },
  )
  expect(await db.sql`select from public.turns`).not.toHaveLength(0)
  const mended = await db.postgres<{ episodes: number; turns: number }[]>`
    select episodes_mended::integer as episodes, turns_mended::integer as turns from reporting.rebuild()`
  expect(mended.map(({ episodes, turns }) => episodes + turns)).toEqual(mended.map(() => 0))
}, 60_000)

/** Both agents are there: nobody loses what a customer reopens. */
async function workspaceWithAgents(db: TestDatabase): Promise<Workspace> {
  const workspace = await db.given.workspace()
  for (const one of [workspace.agent, workspace.admin]) {
    await db.as(one).rpc('agent_heartbeat', { workspace_id: workspace.id })
  }
  return workspace
}

async function ledgerOf(db: TestDatabase, { conversation: { id, messageId } }: OpenConversation): Promise<Ledger> {
  const row = await conversationRow(db, id)
  return new Ledger(
    {
      id,
      workspaceId: row.workspace_id,
      inboxId: row.inbox_id,
      contactId: row.contact_id,
      greeting: 'Hello! How can we help?',
      context: {},
      newId: () => 'made by the database',
    },
    row.created_at,
    messageId,
    'Hello, is anybody there?',
  )
}

/** Does it with the function, asks the database when that was, and tells the ledger. */
async function perform(db: TestDatabase, opened: OpenConversation, ledger: Ledger, step: Act): Promise<unknown> {
  const { contact, agent, admin } = opened
  const agents = [agent, admin] as const
  const at = { conversation_id: opened.conversation.id }
  const id = uuidv7()
  const done = async (name: string, args: object, by = agent): Promise<At> => {
    await db.as(by).rpc(name, { ...at, ...args })
    return (await conversationRow(db, opened.conversation.id)).changed_at
  }
  switch (step.does) {
    case 'customer':
      return ledger.customer(await done('send_message', { id, body: id }, contact), id, id)
    case 'agent': {
      // What an agent who looks has seen: at least their colleague's last message, or the function refuses.
      const seen = step.seen === null ? null : Math.max(step.seen, ledger.conversation.last_seq)
      const by = agents[step.who]
      return ledger.agent(await done('send_message', { id, body: id, seen_seq: seen }, by), by.id, id, id, seen)
    }
    case 'note': {
      const by = agents[step.who]
      return ledger.note(await done('add_note', { id, body: id }, by), by.id, id, id)
    }
    case 'assign': {
      const assigneeId = step.to === null ? null : agents[step.to].id
      return ledger.assign(await done('assign_conversation', { assignee_id: assigneeId }), agent.id, assigneeId)
    }
    case 'hours': {
      const from = String(step.from).padStart(2, '0')
      const week =
        step.from === null ? null : Array.from({ length: 7 }, () => [{ from: `${from}:00`, to: `${from}:30` }])
      return db.as(admin).rpc('set_calendar', { inbox_id: opened.inboxId, time_zone: 'Europe/Paris', week })
    }
    case 'close':
      return ledger.close(await done('close_conversation', {}), agent.id)
    case 'rate': {
      const { status, episode } = ledger.conversation
      if (status !== 'closed' || ledger.ratings.some((rating) => rating['episode'] === episode)) return undefined
      const { score } = step
      return ledger.rate(await done('rate_conversation', { score }, contact), score, null)
    }
    case 'reopen':
      return ledger.reopen(await done('reopen_conversation', {}), agent.id)
    case 'snooze': {
      if (ledger.conversation.status === 'closed') return undefined
      const until = new Date(Date.now() + 1_000_000).toISOString().replace(/\.?0*Z$/, '+00:00')
      if (until === ledger.conversation.snoozed_until) return undefined
      return ledger.snooze(await done('snooze_conversation', { until }), agent.id, until)
    }
    case 'read': {
      const by = step.side === 'contact' ? contact : agents[step.who]
      return ledger.read(await done('mark_read', { seq: step.seq }, by), step.side, step.seq, by.id)
    }
    default:
      return step satisfies never
  }
}

const TABLES = ['conversations', 'messages', 'notes', 'conversation_events', 'turns', 'episodes', 'ratings'] as const

async function stored(db: TestDatabase, id: string): Promise<Record<string, object[]>> {
  const tables = TABLES.map(async (table) => {
    const key = table === 'conversations' ? 'id' : 'conversation_id'
    const rows = await db.sql<{ row: Record<string, unknown> }[]>`
      select to_jsonb(t) - array['seconds', 'business_seconds', 'calendar_id', 'deleted_at', 'attachments'] as row from ${db.sql(`public.${table}`)} t where ${db.sql(key)} = ${id}`
    return [table, sorted(rows.map(({ row }) => row))] as const
  })
  return Object.fromEntries(await Promise.all(tables))
}

function told(ledger: Ledger): Record<string, object[]> {
  const { conversation, messages, notes, events, turns, episodes, ratings } = ledger
  const rows = { conversations: [conversation], messages, notes, conversation_events: events, turns, episodes, ratings }
  return Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, sorted(list)]))
}

/** By place, and without the ids that the database made. */
function sorted(rows: Record<string, unknown>[]): object[] {
  const place = (row: Record<string, unknown>): number =>
    Number(row['rev'] ?? 0) + 1_000 * Number(row['episode'] ?? 0) + Number(row['turn'] ?? 0)
  return rows
    .toSorted((one, other) => place(one) - place(other))
    .map((row) => ('kind' in row && row['kind'] !== 'text' ? Object.assign({}, row, { id: null }) : row))
}
