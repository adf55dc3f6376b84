import { readFileSync } from 'node:fs'
import { connectAsAdmin } from '../local/database/database.ts'
import { expect, onTestFinished, test } from './support/test.ts'

const HISTORIES = Number(process.env['CAUSERIE_HISTORIES'] ?? 2_000)
const WRITERS = 4
// Nobody listens, and what is said is not what is told again. It costs as much as much else of an act.
const SILENCE = `
  create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void language plpgsql as 'begin end'`

test('[REP-6] whatever many do at once to many conversations: told again, every turn and episode is as it was kept', async ({
  db,
}) => {
  const { id, inboxId, inboxKey, owner, admin, agent } = await db.given.workspace()
  const blog = await db.as(owner).rpc<{ id: string; key: string }>('create_inbox', {
    workspace_id: id,
    name: 'Blog',
    locale: 'en',
  })
  await db.sql`update public.inboxes set ask_rating = true where workspace_id = ${id}`
  await db.sql`
    update private.limits
    set messages_per_minute = null, messages_per_hour = null, conversations_per_inbox_and_minute = null` // else few would begin
  await db.sql.unsafe(readFileSync(new URL('support/histories.sql', import.meta.url), 'utf8')).simple()
  await db.sql`
    insert into histories.scene (inbox_ids, inbox_keys, agent_ids, admin_id, workspace_id)
    values (${[inboxId, blog.id]}, ${[inboxKey, blog.key]}, ${[admin.id, agent.id]}, ${admin.id}, ${id})`

  await db.sql.unsafe(SILENCE)

  const writers = connectAsAdmin(db.server, db.name, WRITERS)
  onTestFinished(() => writers.end())
  const seed = Math.random() / 2
  const each = Math.ceil(HISTORIES / WRITERS)
  const lives = Array.from({ length: WRITERS }, (_, n) => writers`call histories.live(${seed + n / 10}, ${each})`)
  await Promise.all(lives)

  const acts = await db.sql<{ name: string; done: number; refused: number }[]>`
    select name, (count(*) filter (where refusal is null))::integer as done, count(refusal)::integer as refused
    from histories.acts group by name order by name`
  const [there] = await db.sql`
    select
      (select count(*)::integer from histories.conversations) as begun,
      (select count(*)::integer from public.conversations) as histories,
      (select count(*)::integer from public.conversations where episode > 1) as reopened,
      (select count(*)::integer from reporting.turns) as turns,
      (select count(distinct outcome)::integer from reporting.turns) as outcomes,
      (select count(business_seconds)::integer from public.turns) as "in opening hours",
      (select count(*)::integer from public.messages where body is null) as tombstones`
  console.info(`seed ${seed}:`, there, Object.fromEntries(acts.map(({ name, done }) => [name, done])))
  expect(there).toMatchObject({ outcomes: 4 })
  expect(there?.['begun']).toBeGreaterThanOrEqual(HISTORIES)
  expect(there?.['turns']).toBeGreaterThan(HISTORIES)
  for (const { name, done } of acts) expect(done, name).toBeGreaterThan(0) // each has happened, else it proves nothing

  const spoilt = await db.sql`
    update public.turns t set started_at = t.started_at - interval '1 second'
    from (select * from public.turns where outcome = 'replied' limit 1) one
    where (t.conversation_id, t.episode, t.turn) = (one.conversation_id, one.episode, one.turn)`
  const rebuild = () =>
    db.postgres`select episodes_mended::integer as episodes, turns_mended::integer as turns from reporting.rebuild(${id})`
  expect(await rebuild(), `seed ${seed}`).toEqual([{ episodes: 0, turns: spoilt.count }])
  expect(await rebuild()).toEqual([{ episodes: 0, turns: 0 }])
}, 240_000)
