import { act, refusal, send } from './support/acts.ts'
import { expect, test } from './support/test.ts'

interface Figures {
  n: number
  mean_seconds: number | null
  median_seconds: number | null
  p90_seconds: number | null
}

interface Summary {
  open: number
  waiting: number
  longest_wait_seconds: number | null
  first_reply: Figures
  reply: Figures
}

test('[REP-4] nobody has written: counts are 0, times null', async ({ db }) => {
  const { id, agent } = await db.given.workspace()
  const none = { n: 0, mean_seconds: null, median_seconds: null, p90_seconds: null }
  expect(await db.as(agent).rpc('report_summary', { workspace_id: id })).toEqual({
    open: 0,
    waiting: 0,
    longest_wait_seconds: null,
    first_reply: none,
    reply: none,
  })
})

test('[REP-2] first replies, all replies, who waits; by the time of the reply', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent } = workspace
  const report = (days?: number): Promise<Summary> =>
    db.as(agent).rpc('report_summary', { workspace_id: workspace.id, ...(days && { days }) })
  // First replies of 10, 20, 30 and 40 s; one later reply of 100 s; a first reply of 1,000 s, eight days ago.
  for (const seconds of [10, 20, 30, 40, 1_000]) {
    const { contact, conversation } = await db.given.openConversation({ workspace })
    await send(db, agent, conversation.id)
    const shift = seconds === 1_000 ? '8 days' : '0'
    await db.sql`
      update public.turns
      set ended_at = ended_at - ${shift}::interval, started_at = ended_at - ${shift}::interval - make_interval(secs => ${seconds})
      where conversation_id = ${conversation.id}`
    if (seconds === 10) {
      await send(db, contact, conversation.id, 'And?')
      await send(db, agent, conversation.id)
      await db.sql`
        update public.turns set started_at = ended_at - interval '100 seconds'
        where conversation_id = ${conversation.id} and turn = 2`
    }
    if (seconds === 40) await act(db, agent, 'close_conversation', conversation.id)
  }
  const unanswered = await db.given.openConversation({ workspace })
  await act(db, agent, 'close_conversation', unanswered.conversation.id) // no reply: in no figure
  const waiting = await db.given.openConversation({ workspace })
  await db.sql`
    update public.conversations set waiting_since = waiting_since - interval '1 hour' where id = ${waiting.conversation.id}`
  await act(db, agent, 'snooze_conversation', waiting.conversation.id, { until: new Date(Date.now() + 1e7) })

  const week = await report()
  expect(week).toMatchObject({ open: 4, waiting: 1 })
  expect(week.longest_wait_seconds).toBeGreaterThanOrEqual(3_600)
  expect(week.longest_wait_seconds).toBeLessThan(3_700)
  expect(week.first_reply).toEqual({ n: 4, mean_seconds: 25, median_seconds: 25, p90_seconds: 37 })
  expect(week.reply).toEqual({ n: 5, mean_seconds: 40, median_seconds: 30, p90_seconds: expect.closeTo(76, 6) })
  expect((await report(30)).first_reply).toMatchObject({ n: 5, mean_seconds: 220 })
})

test('a report is for agents of the workspace, over 1 to 366 days', async ({ db }) => {
  const { id, agent, agentElsewhere, contact } = await db.given.personas()
  for (const persona of [agentElsewhere, contact]) {
    await expect(db.as(persona).rpc('report_summary', { workspace_id: id })).rejects.toMatchObject(
      refusal('workspace_not_found'),
    )
  }
  for (const days of [0, -1, 367, null]) {
    await expect(db.as(agent).rpc('report_summary', { workspace_id: id, days })).rejects.toMatchObject(
      refusal('days_invalid'),
    )
  }
})
