import type { Statement } from '../postgres/wire/wire.ts'

/** Who asks, and how, as PostgREST tells functions and policies. */
export interface Asker {
  role: string
  userId: string | null
  claims: unknown
}

export interface Call {
  method: string
  path: string
  requestHeaders?: unknown
}

type Settings = Record<string, string>

/** What the transaction of a request is told. @param ofRole what `alter role` gave the role */
function settingsOf({ role, userId, claims }: Asker, ofRole: Settings, call?: Call): Settings {
  return {
    role,
    ...ofRole,
    search_path: 'public, extensions',
    'request.jwt.claims': JSON.stringify(claims),
    'request.jwt.claim.sub': userId ?? '',
    'request.jwt.claim.role': role,
    'response.status': '',
    'response.headers': '',
    ...(call && {
      'request.method': call.method,
      'request.path': call.path,
      'request.headers': JSON.stringify(call.requestHeaders ?? {}),
    }),
  }
}

/** The statement that makes the transaction of a request the asker's. */
export function requestSettings(asker: Asker, ofRole: Settings, call?: Call): string {
  const settings = Object.entries(settingsOf(asker, ofRole, call))
  const calls = settings.map(([name, value]) => `set_config(${quote(name)}, ${quote(value)}, true)`)
  return `select ${calls.join(', ')}`
}

/** The same with parameters: one text for all requests of a role. Nothing comes back. */
export function preparedSettings(asker: Asker, ofRole: Settings, call: Call, readOnly: boolean): Statement {
  const settings = { ...settingsOf(asker, ofRole, call), ...(readOnly && { transaction_read_only: 'on' }) }
  const calls = Object.keys(settings).map((name, i) => `set_config(${quote(name)}, $${i + 1}, true)`)
  return { text: `select where num_nulls(${calls.join(', ')}) < 0`, values: Object.values(settings) }
}

function quote(text: string): string {
  // A backslash is only special in E'…' strings: standard_conforming_strings is on.
  return `'${text.replaceAll("'", "''")}'`
}
