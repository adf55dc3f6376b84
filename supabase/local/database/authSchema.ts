import { App } from '@supabase/lite'
import { PostgresConnection } from '@supabase/lite/postgres'

/** Lets the Auth library make its own tables: whatever version it has, they fit. */
export async function createAuthSchema(url: string): Promise<void> {
  const connection = new PostgresConnection({ url, postgresOptions: { max: 1, onnotice: () => {} } })
  try {
    const app = new App({
      connection,
      auth: { enabled: true, jwt_secret: 'not used: no request is ever served here' },
      db: { migrations: { enabled: false } }, // supabase_migrations is the CLI's, and belongs to postgres
      options: { server: { disableStudio: true } },
    })
    await app.ensureSystemSchema()
  } finally {
    await connection.close()
  }
}
