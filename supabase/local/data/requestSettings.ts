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

/** The statement that makes the transaction of a request the asker's. @param ofRole what `alter role` gave the role */
export function requestSettings({ role, userId, claims }: Asker, ofRole: Record<string, string>, call?: Call): string {
  const settings: Record<string, string> = {
    role,
    ...ofRole,
    search_path: 'public, extensions',
    'request.jwt.claims': JSON.stringify(claims),
    'request.jwt.claim.sub': userId ?? '',
    'request.jwt.claim.role': role,
    'response.status': '',
    'response.headers': '',
  }
  if (call) {
    settings['request.method'] = call.method
    settings['request.path'] = call.path
    settings['request.headers'] = JSON.stringify(call.requestHeaders ?? {})
  }
  const calls = Object.entries(settings).map(([name, value]) => `set_config(${quote(name)}, ${quote(value)}, true)`)
  return `select ${calls.join(', ')}`
}

function quote(text: string): string {
  // A backslash is only special in E'…' strings: standard_conforming_strings is on.
  return `'${text.replaceAll("'", "''")}'`
}
