import type postgres from 'postgres'
import { v7 as uuidv7 } from 'uuid'

const OPEN_MAX = 500
/** So many of the events are not messages, but somebody who sorts. */
const SORTED_EVERY = 5

/** A colleague who writes and sorts by SQL, with the rights of an agent and no browser. `say` causes one event. */
export async function createColleague(
  sql: postgres.Sql,
  workspaceId: string,
): Promise<{ longest: string; say: () => Promise<void> }> {
  const [agent] = await sql<{ user_id: string }[]>`
    select user_id from public.agents where workspace_id = ${workspaceId} and role = 'agent' and removed_at is null
    order by user_id limit 1`
  const rows = await sql<{ id: string; last_seq: number }[]>`
    select id, last_seq from public.conversations where workspace_id = ${workspaceId} and status = 'open'
    order by last_message_at desc limit ${OPEN_MAX}`
  const [longest, ...others] = rows.toSorted((a, b) => b.last_seq - a.last_seq).map(({ id }) => id)
  if (!agent || !longest || others.length === 0) throw new Error('Too few conversations are open.')
  const claims = JSON.stringify({ sub: agent.user_id, role: 'authenticated' })
  let said = 0
  return {
    longest,
    say: () =>
      sql.begin(async (tx) => {
        said += 1
        const id = others[(said * 7) % others.length] ?? ''
        await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`
        if (said % SORTED_EVERY === 0) await tx`select public.set_priority(${id}, ${(said / SORTED_EVERY) % 5})`
        else await tx`select public.send_message(${id}, ${uuidv7()}, ${`message ${said} of a colleague`})`
      }),
  }
}
