import { act, refusal, send } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

const FUNCTIONS: [string, Record<string, unknown>][] = [
  ['report_overview', {}],
  ['report_series', { metric: 'reply' }],
  ['report_distribution', { metric: 'reply' }],
  ['report_heatmap', {}],
  ['report_breakdown', { by: 'agent' }],
  ['report_conversations', { metric: 'turns' }],
]
const RANGE = { since: '2026-11-01', until: '2026-12-01' }

function report<T>(db: TestDatabase, who: User, { id }: Workspace, name: string, more: object = {}): Promise<T> {
  return db.as(who).rpc<T>(name, { workspace_id: id, ...RANGE, ...more })
}

test('[ACCESS-4] reports are for agents of the workspace', async ({ db }) => {
  const { agent, agentElsewhere, contact, ...workspace } = await db.given.personas()
  for (const [name, more] of FUNCTIONS) {
    expect(await report(db, agent, { ...workspace, agent }, name, more)).toBeTruthy()
    for (const persona of [agentElsewhere, contact]) {
      await expect(report(db, persona, { ...workspace, agent }, name, more)).rejects.toMatchObject(
        refusal('workspace_not_found'),
      )
    }
  }
  for (const persona of [agentElsewhere, contact]) {
    await expect(db.as(persona).rpc('report_live', { workspace_id: workspace.id })).rejects.toMatchObject(
      refusal('workspace_not_found'),
    )
  }
})

test('a range, a clock, a metric and a place that are none are refused', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent } = workspace
  for (const [name, more] of FUNCTIONS) {
    for (const range of [{ until: RANGE.since }, { since: '2025-11-29' }, { since: null }, { until: '9999-01-01' }]) {
      await expect(report(db, agent, workspace, name, { ...more, ...range })).rejects.toMatchObject(
        refusal('days_invalid'),
      )
    }
    await expect(report(db, agent, workspace, name, { ...more, clock: 'sundial' })).rejects.toMatchObject(
      refusal('clock_invalid'),
    )
    if ('metric' in more) {
      await expect(report(db, agent, workspace, name, { metric: 'mood' })).rejects.toMatchObject(
        refusal('metric_invalid'),
      )
    }
  }
  await expect(report(db, agent, workspace, 'report_breakdown', { by: 'mood' })).rejects.toMatchObject(
    refusal('by_invalid'),
  )
  const wrong = [{}, [], 'next', { at: 'noon' }, { at: '2026-11-01', conversation_id: 'x', episode: 1, turn: 1 }]
  for (const after of wrong) {
    await expect(
      report(db, agent, workspace, 'report_conversations', { metric: 'turns', after }),
    ).rejects.toMatchObject(refusal('after_invalid'))
  }
})

test('days are those of the workspace, which owners and admins set', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { admin, agent, id } = workspace
  const set = (who: User, timeZone: string | null): Promise<unknown> =>
    db.as(who).rpc('set_time_zone', { workspace_id: id, time_zone: timeZone })
  await expect(set(agent, 'Europe/Paris')).rejects.toMatchObject(refusal('not_allowed'))
  for (const zone of ['Mars/Olympus', 'posix/Europe/Paris', '+01:00', 'CET+1', '', null]) {
    await expect(set(admin, zone)).rejects.toMatchObject(refusal('time_zone_invalid'))
  }
  expect(await set(admin, 'Pacific/Auckland')).toMatchObject({ id, time_zone: 'Pacific/Auckland' })

  const { conversation } = await db.given.openConversation({ workspace })
  await send(db, agent, conversation.id)
  await db.sql`update public.turns set started_at = '2026-11-09 09:00Z', ended_at = '2026-11-09 11:30Z'
    where conversation_id = ${conversation.id}` // 00:30 on the 10th in Auckland
  const { days } = await report<{ days: { day: string; n: number }[] }>(db, agent, workspace, 'report_series', {
    metric: 'reply',
  })
  expect(days).toHaveLength(30)
  expect(days.filter(({ n }) => n > 0)).toMatchObject([{ day: '2026-11-10', n: 1, p50_seconds: 9_000 }])
})

test('the board: open, waiting, and who is there', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent, owner, id } = workspace
  await db.as(agent).rpc('agent_heartbeat', { workspace_id: id })
  const first = await db.given.openConversation({ workspace })
  const second = await db.given.openConversation({ workspace })
  const third = await db.given.openConversation({ workspace })
  await act(db, agent, 'assign_conversation', first.conversation.id)
  await send(db, agent, second.conversation.id)
  await act(db, agent, 'close_conversation', third.conversation.id)
  const board = await db.as(owner).rpc<{ agents: object[] }>('report_live', { workspace_id: id })
  expect(board).toMatchObject({
    open: 2,
    snoozed: 0,
    unassigned: 1,
    waiting: 1,
    longest_wait_conversation_id: first.conversation.id,
    agents_present: 1,
  })
  expect(board.agents).toMatchObject([
    { name: 'Ada Admin', present: false, open: 0, waiting: 0 },
    { name: 'Gus Agent', present: true, open: 1, waiting: 1 },
    { name: 'Olive Owner', present: false, open: 0, waiting: 0 },
  ])
})
