import { act, conversationRow, send } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

type Mode = 'off' | 'round_robin' | 'least_busy'

async function workspaceThat(db: TestDatabase, assignment: Mode, more = {}): Promise<Workspace> {
  const workspace = await db.given.workspace()
  await db.as(workspace.owner).rpc('update_inbox', { inbox_id: workspace.inboxId, changes: { assignment, ...more } })
  return workspace
}

const comes = (db: TestDatabase, { id }: Workspace, who: User): Promise<unknown> =>
  db.as(who).rpc('agent_heartbeat', { workspace_id: id })

/** As if they had been heard from so long ago. */
async function leaves(db: TestDatabase, { id }: Workspace, who: User, seconds = 151): Promise<void> {
  await db.sql`update public.agents set last_seen_at = now() - make_interval(secs => ${seconds}) where workspace_id = ${id} and user_id = ${who.id}`
}

async function opened(db: TestDatabase, workspace: Workspace): Promise<string> {
  return (await db.given.openConversation({ workspace })).conversation.id
}

const assigneeOf = async (db: TestDatabase, id: string): Promise<string | null> =>
  (await conversationRow(db, id)).assignee_id

test('[ROUTE-1] off: nobody gets a new conversation', async ({ db }) => {
  const workspace = await workspaceThat(db, 'off')
  await comes(db, workspace, workspace.agent)
  expect(await assigneeOf(db, await opened(db, workspace))).toBeNull()
})

test('[ROUTE-1] round robin: in turn, to those who are there', async ({ db }) => {
  const workspace = await workspaceThat(db, 'round_robin')
  const { agent, admin, owner } = workspace
  await comes(db, workspace, agent)
  await comes(db, workspace, admin)
  await db.as(owner).rpc('set_availability', { workspace_id: workspace.id, availability: 'away' })
  await comes(db, workspace, owner) // there, but away
  const got: (string | null)[] = []
  for (let n = 0; n < 6; n += 1) got.push(await assigneeOf(db, await opened(db, workspace)))
  expect(new Set(got)).toEqual(new Set([agent.id, admin.id]))
  expect(got.slice(2)).toEqual(got.slice(0, -2)) // turn by turn
  await leaves(db, workspace, admin)
  for (let n = 0; n < 2; n += 1) expect(await assigneeOf(db, await opened(db, workspace))).toBe(agent.id)
  const id = await opened(db, workspace)
  const events = await db.as(agent).select('conversation_events', { conversation_id: id, kind: 'assigned' })
  expect(events).toMatchObject([{ actor: 'system', agent_id: null, data: { assignee_id: agent.id } }])
})

test('[ROUTE-1] least busy: to who has the fewest open, also when ten come at once', async ({ db }) => {
  const workspace = await workspaceThat(db, 'least_busy')
  const { agent, admin } = workspace
  await comes(db, workspace, agent)
  for (let n = 0; n < 4; n += 1) await opened(db, workspace)
  await comes(db, workspace, admin)
  await Promise.all(Array.from({ length: 10 }, () => opened(db, workspace)))
  const counts = await db.sql`
    select assignee_id, count(*)::integer as n from public.conversations where workspace_id = ${workspace.id} group by 1 order by 2`
  expect(counts.map(({ n }) => n)).toEqual([7, 7])
})

test('[ROUTE-2] what waited while nobody was there goes, oldest first, to who comes', async ({ db }) => {
  const workspace = await workspaceThat(db, 'round_robin')
  const { agent, admin } = workspace
  const ids = [await opened(db, workspace), await opened(db, workspace), await opened(db, workspace)]
  const answered = await opened(db, workspace)
  await send(db, agent, answered, 'An answer without taking it')
  for (const id of [...ids, answered]) expect(await assigneeOf(db, id)).toBeNull()
  const sent = await sentDuring(db, () => comes(db, workspace, agent))
  const assigned = sent
    .filter(({ event }) => event === 'event_created')
    .map(({ payload }) => payload['conversation_id'])
  expect(assigned).toEqual(ids)
  for (const id of ids) expect(await assigneeOf(db, id)).toBe(agent.id)
  expect(await assigneeOf(db, answered), 'nobody waits there').toBeNull()
  expect(await sentDuring(db, () => comes(db, workspace, agent)), 'a heartbeat alone does nothing').toEqual([])

  await leaves(db, workspace, agent)
  await db.as(admin).rpc('set_availability', { workspace_id: workspace.id, availability: 'away' })
  await comes(db, workspace, admin)
  const next = await opened(db, workspace)
  expect(await assigneeOf(db, next)).toBeNull()
  await db.as(admin).rpc('set_availability', { workspace_id: workspace.id, availability: 'online' })
  expect(await assigneeOf(db, next)).toBe(admin.id)
})

test('[ROUTE-3] a reopened conversation leaves an assignee who is away, if the inbox says so', async ({ db }) => {
  for (const [mode, reassign, expected] of [
    ['round_robin', true, 'admin'],
    ['round_robin', false, 'agent'],
    ['off', true, null],
    ['off', false, 'agent'],
  ] as const) {
    const workspace = await workspaceThat(db, mode, { reassign_when_away: reassign })
    const { agent, admin } = workspace
    const { contact, conversation } = await db.given.openConversation({ workspace })
    const reopen = async (): Promise<string | null> => {
      await act(db, agent, 'close_conversation', conversation.id)
      await send(db, contact, conversation.id, 'Once more')
      return assigneeOf(db, conversation.id)
    }
    await act(db, agent, 'assign_conversation', conversation.id)
    await comes(db, workspace, agent)
    await comes(db, workspace, admin)
    expect(await reopen(), `${mode}, present`).toBe(agent.id)
    await leaves(db, workspace, agent)
    expect(await reopen(), `${mode}, away`).toBe(expected && workspace[expected].id)
  }
})

test('[ROUTE-3] an open one stays with its assignee, away or not', async ({ db }) => {
  const workspace = await workspaceThat(db, 'round_robin')
  const { agent, admin } = workspace
  const { contact, conversation } = await db.given.openConversation({ workspace })
  await act(db, agent, 'assign_conversation', conversation.id)
  await comes(db, workspace, admin)
  await send(db, contact, conversation.id)
  expect(await assigneeOf(db, conversation.id)).toBe(agent.id)
})

test('[ROUTE-2] two who come at once, while customers write, share without a deadlock', async ({ db }) => {
  const workspace = await workspaceThat(db, 'least_busy')
  const { owner, agent, admin } = workspace
  for (let n = 0; n < 12; n += 1) await opened(db, workspace)
  await Promise.all([
    ...[owner, agent, admin].map((who) => comes(db, workspace, who)),
    ...Array.from({ length: 9 }, () => opened(db, workspace)),
  ])
  const counts = await db.sql`
    select assignee_id, count(*)::integer as n from public.conversations where workspace_id = ${workspace.id} group by 1`
  expect(counts.every(({ assignee_id: assignee }) => assignee !== null)).toBe(true)
  expect(counts.reduce((sum, { n }) => sum + Number(n), 0)).toBe(21)
})
