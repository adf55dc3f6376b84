import type { TestDatabase } from './database.ts'
import type { Persona } from './personas.ts'

class Undo extends Error {}

/** Asks as Realtime does when somebody joins: rows are written past the policies, looked at as the persona, and undone. */
export async function mayHear(
  db: TestDatabase,
  persona: Persona,
  topic: string,
  extension = 'broadcast',
): Promise<boolean> {
  return probe(db, async (sql) => {
    const [row] = await sql<{ id: string }[]>`
      insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
      values (gen_random_uuid(), ${topic}, ${extension}, now(), now())
      returning id`
    await become(sql, persona, topic)
    const rows = await sql`select id from realtime.messages where id = ${row?.id ?? ''}`
    return rows.length === 1
  })
}

/** Asks as Realtime does at the first push. Only a policy's no (42501) is a no; every other error is thrown. */
export async function maySpeak(
  db: TestDatabase,
  persona: Persona,
  topic: string,
  extension = 'broadcast',
): Promise<boolean> {
  return probe(db, async (sql) => {
    await become(sql, persona, topic)
    try {
      await sql`
        insert into realtime.messages (topic, extension, inserted_at, updated_at)
        values (${topic}, ${extension}, now(), now())`
      return true
    } catch (error) {
      if ((error as { code?: string }).code === '42501') return false
      throw error
    }
  })
}

type Sql = Parameters<Parameters<TestDatabase['sql']['begin']>[1]>[0]

async function probe(db: TestDatabase, ask: (sql: Sql) => Promise<boolean>): Promise<boolean> {
  let answer = false
  try {
    await db.sql.begin(async (sql) => {
      answer = await ask(sql)
      throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo) && (error as { code?: string }).code !== '42501') throw error
  }
  return answer
}

async function become(sql: Sql, { role, claims }: Persona, topic: string): Promise<void> {
  await sql`
    select set_config('role', ${role}, true),
      set_config('realtime.topic', ${topic}, true),
      set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true),
      set_config('request.jwt.claim.role', ${role}, true)`
}
