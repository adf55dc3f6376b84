/**
 * What went wrong, by what helps:
 * - `network`: no answer · `server`: the server is in trouble · `busy`: asked too often. Waiting helps.
 * - `session`: signed out, or the session is over. Signing in helps.
 * - `refused`: the server says no, with a code (`LC…`) and a stable word. Only the person can help.
 * - `fault`: ours.
 */
export type Trouble = 'network' | 'server' | 'busy' | 'session' | 'refused' | 'fault'

export class CauserieError extends Error {
  override name = 'CauserieError'
  readonly trouble: Trouble
  /** `LC…` of docs/errors.md, an SQLSTATE or a PostgREST code; '' if none came. */
  readonly code: string
  /** The stable word that the screen translates, if the server gave one. */
  readonly hint: string | null
  /** HTTP status, 0 without an answer. */
  readonly status: number
  /** What else the function says of its refusal, by docs/errors.md. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    message: string,
    fields: {
      trouble: Trouble
      code?: string
      hint?: string | null
      status?: number
      details?: Record<string, unknown>
      cause?: unknown
    },
  ) {
    super(message, { cause: fields.cause })
    this.trouble = fields.trouble
    this.code = fields.code ?? ''
    this.hint = fields.hint ?? null
    this.status = fields.status ?? 0
    this.details = fields.details ?? {}
  }

  /** After what time the server will hear it, if it said so. */
  get retryInMs(): number | null {
    const seconds = this.details.retry_in
    return typeof seconds === 'number' && seconds >= 0 ? seconds * 1_000 : null
  }
}

/** An answer of supabase-js, as far as it matters here. */
interface Answer {
  data: unknown
  error: { message: string; code?: string; hint?: string | null; details?: unknown } | null
  status: number
}

/**
 * Awaits an answer of the Data API that holds something.
 * @param T its shape, by docs/api.md: functions that return jsonb have none of their own
 * @throws CauserieError
 */
export async function ask<T>(request: PromiseLike<Answer>): Promise<T> {
  const data = await tell(request)
  if (data === null || data === undefined) {
    throw new CauserieError('The server answered nothing where a row was expected.', { trouble: 'fault' })
  }
  return data as T
}

/** Awaits an answer that may hold nothing. @throws CauserieError */
export async function tell(request: PromiseLike<Answer>): Promise<unknown> {
  const { data, error, status } = await request
  if (!error) return data
  const details = detailsOf(error.details)
  throw new CauserieError(error.message, {
    // Asked too often, and told when to ask again: waiting helps.
    trouble: error.code === 'LC429' && 'retry_in' in details ? 'busy' : troubleOf(status, error.code ?? ''),
    code: error.code,
    hint: error.hint,
    status,
    details,
    cause: error,
  })
}

/** Ours are a JSON object; Postgres' own are a sentence. */
function detailsOf(details: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = typeof details === 'string' ? JSON.parse(details) : details
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {} // a sentence
  }
}

export function troubleOf(status: number, code: string): Trouble {
  if (code === 'LC401') return 'session'
  if (code.startsWith('LC')) return 'refused'
  // The Data API has lost sight of the schema, or has not read the newest: an outage or a migration, both of which pass.
  if (/^PGRST20[2-5]$/.test(code)) return 'server'
  if (status === 0 || status === 408) return 'network'
  if (status === 429) return 'busy'
  if (status === 401) return 'session'
  if (status >= 500) return 'server'
  return 'fault'
}

/** Any exception, as ours. Errors of auth-js carry `status` and `code` too. */
export function asCauserieError(error: unknown): CauserieError {
  if (error instanceof CauserieError) return error
  if (!(error instanceof Error)) return new CauserieError(String(error), { trouble: 'fault', cause: error })
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const trouble: Trouble =
    error.name === 'AuthRetryableFetchError'
      ? status >= 500
        ? 'server'
        : 'network'
      : error.name === 'AuthSessionMissingError' ||
          error.name === 'AuthInvalidTokenResponseError' ||
          SESSION_OVER.has(code)
        ? 'session'
        : error instanceof TypeError && status === 0
          ? networkOrFault(error)
          : status === 0
            ? 'fault'
            : troubleOf(status, code)
  return new CauserieError(error.message, { trouble, code, status, cause: error })
}

const SESSION_OVER = new Set([
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'user_not_found',
  'user_banned',
  'bad_jwt',
])

// Browsers tell a failed fetch by a TypeError without a code: "Failed to fetch", "Load failed", "NetworkError when…", Node: "fetch failed".
function networkOrFault(error: TypeError): Trouble {
  return /fetch|network|load failed/i.test(error.message) ? 'network' : 'fault'
}

/** Whether waiting may help: nothing the person must do. */
export function passes(error: CauserieError): boolean {
  return error.trouble === 'network' || error.trouble === 'server' || error.trouble === 'busy'
}
