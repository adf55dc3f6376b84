import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'

/** What `npm run -s status` tells of the running stack. */
export type Stack = Record<
  | 'API_URL'
  | 'DB_URL'
  | 'PUBLISHABLE_KEY'
  | 'SECRET_KEY'
  | 'APP_URL'
  | 'ADMIN_URL'
  | 'DEMO_URL'
  | 'DEMO_EMAIL'
  | 'DEMO_PASSWORD'
  | 'DEMO_WORKSPACE_ID'
  | 'DEMO_INBOX_KEY'
  | 'SETUP_CODE',
  string
>

/** Asks the running stack for its addresses and keys. @throws when nothing runs */
export function readStack(env: NodeJS.ProcessEnv = process.env): Stack {
  const text = execFileSync(process.execPath, ['supabase/local/cli.ts', 'status'], { encoding: 'utf8', env })
  return parseEnv(text) as Stack
}
