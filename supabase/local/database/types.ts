import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import { startDisposablePostgres } from '../postgres/disposable.ts'
import { databaseUrl } from '../postgres/url.ts'
import { runSupabaseCli } from './cli.ts'
import { createDatabase } from './database.ts'
import { migrate } from './migrations.ts'

/** The TypeScript of the schema that the migrations make, by the Supabase CLI, formatted as all our code. */
export async function generateTypes(): Promise<string> {
  const { server, stop } = await startDisposablePostgres()
  try {
    await createDatabase(server, 'postgres')
    await migrate(server)
    const url = databaseUrl(server, 'postgres')
    const { stdout } = await runSupabaseCli([
      'gen',
      'types',
      '--lang',
      'typescript',
      '--schema',
      'public',
      `--remote=${url}?sslmode=disable`,
    ])
    const style = await resolveConfig(fileURLToPath(import.meta.url))
    return await format(stdout, { ...style, parser: 'typescript' })
  } finally {
    await stop()
  }
}
