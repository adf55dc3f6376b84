import { v7 as uuidv7 } from 'uuid'
import { expect } from 'vitest'
import type { Tables } from '../../../src/lib/database.types.ts'
import type { TestDatabase } from './database.ts'
import type { Persona } from './personas.ts'
import type { Json } from './rpc.ts'

export type Conversation = Tables<'conversations'>
type Written = Record<string, Json> & { id: string; seq: number; body: string; created_at: string }

/** Sends a message with a new id. */
export function send(
  db: TestDatabase,
  who: Persona,
  conversationId: string,
  body = 'Hello',
  more: { id?: string; seen_seq?: number | null } = {},
): Promise<Written> {
  return db.as(who).rpc('send_message', { conversation_id: conversationId, id: uuidv7(), body, ...more })
}

/** Calls what takes a conversation and nothing else that must be given. */
export function act<T = Conversation>(
  db: TestDatabase,
  who: Persona,
  name: string,
  conversationId: string,
  more: Record<string, unknown> = {},
): Promise<T> {
  return db.as(who).rpc<T>(name, { conversation_id: conversationId, ...more })
}

/** The row as it is stored. */
export async function conversationRow(db: TestDatabase, id: string): Promise<Conversation> {
  const [row] = await db.sql<{ row: Conversation }[]>`
    select to_jsonb(c) as row from public.conversations c where id = ${id}`
  if (!row) throw new Error(`There is no conversation ${id}.`)
  return row.row
}

/** The error that a function raises with this word: see docs/errors.md. */
export function refusal(hint: string): { hint: string; code: unknown } {
  return { hint, code: expect.stringMatching(/^LC4\d\d$/) }
}
