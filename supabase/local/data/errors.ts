import { inspect } from 'node:util'

/** What the library answers rightly by itself. */
const LEFT_TO_THE_LIBRARY = /^(PGRST|42501|42P01|42883|42P17|23505|23503|25006|23502|PT.*|22.*|42.*|21.*)$/
const SQLSTATE = /^[0-9A-Z]{5}$/

/** PostgREST's table of HTTP statuses; what is not in it is 400. By whole code first, then by class. */
const STATUS_BY_CODE: Record<string, number> = { P0001: 400, '25006': 405, '53400': 500, '57P01': 503 }
const STATUS_BY_CLASS: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
}

/**
 * A database error in the form that makes the library answer as PostgREST does: code, message, details and hint with
 * PostgREST's status. It already passes on what a function raises as `PGRST`, so everything is said in that form.
 */
export function postgrestError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const { code } = error
  if (isConnectionTrouble(code)) {
    return raised(503, 'PGRST000', 'Database connection error. Retrying the connection.', error.message)
  }
  Object.defineProperty(error, inspect.custom, { value: () => `[postgres ${code}] ${error.message}` }) // one line, no stack
  if (!SQLSTATE.test(code) || LEFT_TO_THE_LIBRARY.test(code)) return error
  const { detail, hint } = error as { detail?: string; hint?: string }
  return raised(STATUS_BY_CODE[code] ?? STATUS_BY_CLASS[code.slice(0, 2)] ?? 400, code, error.message, detail, hint)
}

/** The same as an answer, or null where the library has the words. */
export function answeredAs(error: unknown): Response | null {
  const ours = postgrestError(error)
  if (ours === error || !(ours instanceof Error) || !('detail' in ours)) return null
  console.error(ours)
  const { status } = JSON.parse(String(ours.detail)) as { status: number }
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8' }
  return new Response(ours.message, { status, headers })
}

/** The driver's own codes: no server, or it went away in the middle. Postgres says 57P01…57P03 while it stops or starts. */
export function isConnectionTrouble(code: string): boolean {
  return /^(ECONN|EPIPE|ETIMEDOUT|CONNECT|57P0[123]$|08)/.test(code)
}

function raised(status: number, code: string, message: string, details?: string, hint?: string): Error {
  const error = new Error(JSON.stringify({ code, message, details: details ?? null, hint: hint ?? null }))
  return Object.assign(error, {
    code: 'PGRST',
    detail: JSON.stringify({ status, headers: {} }),
    [inspect.custom]: () => `[postgres ${code}] ${message}`,
  })
}
