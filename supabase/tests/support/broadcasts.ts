import type { TestDatabase } from './database.ts'
import type { Json } from './rpc.ts'

/** What the database said on a topic. */
export interface Sent {
  topic: string
  event: string
  payload: Record<string, Json>
  private: boolean
}

/** What was broadcast while `work` ran, in the order of the calls. */
export async function sentDuring(db: TestDatabase, work: () => Promise<unknown>): Promise<Sent[]> {
  const before = await db.sql<{ id: string }[]>`select id from realtime.messages`
  await work()
  return db.sql<Sent[]>`
    select topic, event, payload, private
    from realtime.messages
    where id <> all (${before.map(({ id }) => id)}::uuid[])
    order by tableoid, ctid`
}

/** The kind of topic and the event of each: `['workspace message_created', …]`. */
export function summary(sent: Sent[]): string[] {
  return sent.map(({ topic, event }) => `${topic.split(':')[0]} ${event}`)
}
