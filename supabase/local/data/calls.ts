import type { Keys } from '../keys.ts'
import { createAskers } from './bearer.ts'
import type { Answer, DataConnection } from './connection.ts'
import { answeredAs } from './errors.ts'
import type { Asker } from './requestSettings.ts'

/**
 * Calls of functions as an app makes nearly all of its requests: `POST /rest/v1/rpc/name` with a JSON object, by a visitor or a user. They
 * are answered in one round trip to Postgres, which reads the arguments and writes the answer; the library takes three, and four times
 * the processor. Whatever is not plain is the library's: other methods, keys and formats, filters, overloads, every doubt, and every
 * refusal that it has words for.
 */
export function createCalls(connection: DataConnection, keys: Keys, library: (request: Request) => Promise<Response>) {
  const askerOf = createAskers(keys)

  return async function answer(request: Request): Promise<Response> {
    const name = plainCall(request)
    const asker = name ? askerOf(request.headers) : null
    if (!name || !asker) return library(request)
    const text = await request.text()
    return (
      (await call(name, asker, request.headers, text)) ??
      library(new Request(request.url, { method: 'POST', headers: request.headers, body: text }))
    )
  }

  async function call(name: string, asker: Asker, headers: Headers, text: string): Promise<Response | null> {
    const called = await connection.apiFunction(name)
    const query = called?.query(namesIn(text))
    if (!called || !query) return null
    const how = { method: 'POST', path: `/rpc/${name}`, requestHeaders: Object.fromEntries(headers) }
    try {
      return respond(await connection.callInOneTrip(asker, how, called.readOnly, query, text), called.returnsNothing)
    } catch (error) {
      return answeredAs(error)
    }
  }
}

/** @returns the function's name */
function plainCall({ method, url, headers }: Request): string | null {
  if (method !== 'POST') return null
  const name = /^https?:\/\/[^/]+\/rest\/v1\/rpc\/(\w+)$/.exec(url)?.[1]
  const isPlain =
    /^application\/json(;\s*charset=utf-8)?$/i.test(headers.get('content-type') ?? '') &&
    ['*/*', 'application/json'].includes(headers.get('accept') ?? '*/*') &&
    ['public', null].includes(headers.get('content-profile')) &&
    !headers.has('prefer') &&
    !headers.has('range')
  return name && isPlain ? name : null
}

/** The names of the arguments; of what is no object, one that no function has. */
function namesIn(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.keys(parsed) : ['']
  } catch {
    return ['']
  }
}

function respond({ body, status, headers }: Answer, returnsNothing: boolean): Response {
  const own = ownHeaders(headers)
  if (own === null)
    return fault(
      'PGRST111',
      'response.headers guc must be a JSON array composed of objects with a single key and a string value',
    )
  if (status !== null && !/^[1-5]\d\d$/.test(status))
    return fault('PGRST112', 'response.status guc must be a valid status code')
  const code = Number(status ?? (returnsNothing ? 204 : 200))
  const isEmpty = returnsNothing || code === 204 || code === 304
  const all = { ...ANY_ORIGIN, ...(isEmpty ? NO_TYPE : JSON_TYPE), ...own }
  return new Response(isEmpty ? null : body, { status: code, headers: all })
}

const NO_TYPE: Record<string, string> = {}
const JSON_TYPE: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }
const ANY_ORIGIN = { 'access-control-allow-origin': '*' }

/** What a function set as `response.headers`: `[{"name": "value"}, …]`. Null for what is none. */
function ownHeaders(text: string | null): Record<string, string> | null {
  if (text === null) return {}
  try {
    const parsed: unknown = JSON.parse(text)
    const all = Array.isArray(parsed) ? parsed.flatMap((one: unknown) => Object.entries(one ?? {})) : []
    const isRight =
      Array.isArray(parsed) && all.length === parsed.length && all.every(([, value]) => typeof value === 'string')
    return isRight ? Object.fromEntries(all) : null
  } catch {
    return null
  }
}

function fault(code: string, message: string): Response {
  return Response.json({ code, message, details: null, hint: null }, { status: 500, headers: ANY_ORIGIN })
}
