import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../places.ts'

/** Runs the Supabase CLI as `npx supabase` would. Rejects when it ends with another code than 0, with `stdout` and `stderr`. */
export function runSupabaseCli(args: string[], workFolder = ROOT): Promise<{ stdout: string; stderr: string }> {
  const environment = { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  return promisify(execFile)(join(ROOT, 'bin', 'supabase'), args, {
    cwd: workFolder,
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  })
}
