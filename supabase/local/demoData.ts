import postgres from 'postgres'
import { Users } from './auth/users.ts'
import { seedDemo, type Demo } from './demo/seed.ts'
import { databaseUrl, type DatabaseServer } from './postgres/url.ts'

/** Puts the demo team's week into the database, unless it is there. @returns what to sign in with */
export async function ensureDemoData(server: DatabaseServer): Promise<Demo> {
  const sql = postgres(databaseUrl(server, 'supabase_admin'), { max: 2, onnotice: () => {} })
  const users = new Users(sql)
  try {
    return await seedDemo({
      sql,
      async createUser({ email, password, name }) {
        const existing = await users.findByEmail(email) // made by a start that was cut short
        return (existing ?? (await users.create({ email, password, email_confirm: true, user_metadata: { name } }))).id
      },
    })
  } finally {
    await sql.end()
  }
}
