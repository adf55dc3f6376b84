import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { StackError } from '../errors.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url))

/**
 * Applies what is new in `supabase/migrations`, in order, each in its transaction, as the role that `supabase db push` uses.
 * @returns the names of the files applied
 * @throws StackError where one fails, and where the database knows one that is not there or a later one than a new one, as the CLI does
 */
export async function migrate(server: DatabaseServer, database = 'postgres'): Promise<string[]> {
  const sql = postgres(databaseUrl(server, 'postgres', database), { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(BOOKKEEPING).simple()
    const applied = await sql<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations order by version`
    const files = migrationFiles()
    const known = new Set(applied.map(({ version }) => version))
    const pending = files.filter(({ version }) => !known.has(version))
    const gone = applied.find(({ version }) => !files.some((file) => file.version === version))
    const tooLate = pending.find(({ version }) => version < (applied.at(-1)?.version ?? ''))
    const strange = gone ?? tooLate
    if (strange) {
      throw new StackError(
        `This database was made by other migrations than those in supabase/migrations (${strange.version}): npm run reset makes a fresh one.`,
      )
    }
    for (const file of pending) await apply(sql, file)
    return pending.map((file) => file.path)
  } finally {
    await sql.end()
  }
}

// Word for word what the CLI makes: either of the two may come first.
const BOOKKEEPING = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text;
`

interface MigrationFile {
  version: string
  name: string
  path: string
}

function migrationFiles(): MigrationFile[] {
  const files: MigrationFile[] = []
  for (const path of readdirSync(FOLDER).sort()) {
    const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(path) ?? []
    if (version && name) files.push({ version, name, path })
  }
  return files
}

async function apply(sql: postgres.Sql, file: MigrationFile): Promise<void> {
  const text = readFileSync(FOLDER + file.path, 'utf8')
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(text).simple()
      await transaction`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${file.version}, ${file.name}, ${[text]})`
    })
  } catch (cause) {
    throw new StackError(`Migration ${file.path} failed: ${describe(cause, text)}`, { cause })
  }
}

function describe(error: unknown, text: string): string {
  if (!(error instanceof postgres.PostgresError)) return String(error)
  const line = error.position ? `line ${text.slice(0, Number(error.position)).split('\n').length}: ` : ''
  return [`${line}${error.message}`, error.detail, error.hint, error.where].filter(Boolean).join(' · ')
}
