import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './database.ts'
import type { Persona } from './personas.ts'

// Files as tests send them, and what Storage would do with them.

export interface Reserved {
  id: string
  path: string
  name: string
  expires_at: string
}

export interface NewFile {
  id?: string
  name?: string
  type?: string
  size?: number
  inbox_key?: string
}

export function begin(db: TestDatabase, who: Persona, conversationId: string, file: NewFile = {}): Promise<Reserved> {
  const { id = uuidv7(), name = 'photo.png', type = 'image/png', size = 1000, ...more } = file
  return db.as(who).rpc('begin_attachment', { conversation_id: conversationId, id, name, type, size, ...more })
}

/** What Storage writes down of a file that has come whole. */
export async function arrive(db: TestDatabase, path: string, { size = 1000, type = 'image/png' } = {}): Promise<void> {
  await db.sql`
    insert into storage.objects (bucket_id, name, version, metadata)
    values ('attachments', ${path}, gen_random_uuid()::text, ${db.sql.json({ size, mimetype: type })})`
}

export async function ready(
  db: TestDatabase,
  who: Persona,
  conversationId: string,
  file: NewFile = {},
): Promise<Reserved> {
  const reserved = await begin(db, who, conversationId, file)
  await arrive(db, reserved.path, file)
  await db.as(who).rpc('finish_attachment', { id: reserved.id })
  return reserved
}

export function sendWith(
  db: TestDatabase,
  who: Persona,
  conversationId: string,
  ids: (string | null)[],
  body: string | null = '',
) {
  return db.as(who).rpc<{ id: string; body: string; attachments: Record<string, unknown>[] }>('send_message', {
    conversation_id: conversationId,
    id: uuidv7(),
    body,
    attachment_ids: ids,
  })
}

/** As Storage asks before a file may come: tried and undone. */
export async function mayUpload(db: TestDatabase, who: Persona, path: string, length?: number): Promise<boolean> {
  try {
    await db.as(who).transaction(async (sql) => {
      await sql`
        insert into storage.objects (bucket_id, name, metadata)
        values ('attachments', ${path}, ${sql.json(length === undefined ? {} : { contentLength: length })})`
      throw new Error('undo')
    })
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false
    if (error instanceof Error && error.message === 'undo') return true
    throw error
  }
  return true
}

export async function visible(db: TestDatabase, who: Persona): Promise<string[]> {
  const rows = await db.as(who).sql<{ name: string }[]>`select name from storage.objects order by name`
  return rows.map(({ name }) => name)
}
