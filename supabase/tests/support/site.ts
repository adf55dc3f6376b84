import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './database.ts'
import type { Workspace } from './given.ts'
import type { User } from './personas.ts'
import { signToken } from './tokens.ts'

// A site whose backend names its people, and what a device of theirs does.

type Card = { id: string; name: string | null; email: string | null; verified: boolean; expires_at: string }

export interface Site extends Workspace {
  secret: string
  /** Names the person on this device, as the site's backend would. */
  identify: (device: User, sub: string, more?: Record<string, unknown>) => Promise<Card>
}

export async function site(db: TestDatabase, workspace?: Workspace): Promise<Site> {
  const place = workspace ?? (await db.given.workspace())
  const { secret } = await db
    .as(place.owner)
    .rpc<{ secret: string }>('create_identity_secret', { inbox_id: place.inboxId })
  return {
    ...place,
    secret,
    identify: (device, sub, more = {}) =>
      db.as(device).rpc('identify', {
        inbox_key: place.inboxKey,
        token: signToken(secret, { aud: place.inboxKey, sub, ...more }),
      }),
  }
}

export async function start(
  db: TestDatabase,
  device: User,
  { inboxKey }: Workspace,
  body = 'Hi',
): Promise<{ id: string; contact_id: string }> {
  return db.as(device).rpc('start_conversation', { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body })
}

export async function history(db: TestDatabase, device: User, { inboxKey }: Workspace): Promise<string[]> {
  const mine = await db.as(device).rpc<{ id: string }[]>('my_conversations', { inbox_key: inboxKey })
  return mine.map(({ id }) => id).toSorted()
}

export async function contactTopics(db: TestDatabase, device: User): Promise<string[]> {
  return (await db.as(device).rpc<{ contact: string[] }>('my_topics')).contact
}

export async function mayHear(db: TestDatabase, device: User, topic: string): Promise<boolean> {
  const [row] = await db.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${JSON.stringify(device.claims)}, true), set_config('request.jwt.claim.sub', ${device.id}, true)`
    return sql<{ heard: boolean }[]>`select private.may_hear(${topic}, 'broadcast') as heard`
  })
  return row?.heard ?? false
}

/** As if so much time had passed since the last token. */
export const age = (db: TestDatabase, device: User, interval: string): Promise<unknown> =>
  db.sql`update public.contact_sessions set verified_until = verified_until - ${interval}::interval where user_id = ${device.id}`
