import { broadcastBytes, type Broadcast } from './frames.ts'
import type { Gateway } from './gateway.ts'
import { record } from './joinConfig.ts'
import type { Project } from './project.ts'
import type { Claims } from './tokens.ts'

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
}

const PATH = /^\/realtime\/v1\/api\/broadcast(?:\/([^/]+)\/events\/([^/]+))?\/?$/
const TOO_LARGE = 'Payload size exceeds tenant limit'

type Message = { topic: string; event: string; payload: unknown; private: boolean; id: string | null }

/** POST /realtime/v1/api/broadcast: many messages, or one by its address. */
export function createRest(project: Project, gateway: Gateway): (request: Request) => Promise<Response> {
  const respond = async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS })
    const url = new URL(request.url)
    const match = PATH.exec(url.pathname)
    if (!match || request.method !== 'POST') return answer(404, { message: 'Not Found' })
    const token = gateway.tokenOf(request.headers)
    const verdict = token === null ? null : await project.verify(token, project.clock.now())
    if (!verdict?.ok) return answer(401, { message: 'Unauthorized' })
    if (project.meters.messages.over) return answer(429, { message: 'You have exceeded your rate limit' })
    const [, topic, event] = match
    if (topic === undefined || event === undefined) return batch(project, request, verdict.claims)
    const [topicName, eventName] = [decoded(topic), decoded(event)]
    if (topicName === null || eventName === null) return answer(404, { message: 'Not Found' })
    const address = { topic: topicName, event: eventName, private: url.searchParams.get('private') === 'true' }
    return single(project, request, verdict.claims, address)
  }
  return async (request) => {
    const response = await respond(request)
    for (const [name, value] of rateHeaders(project)) response.headers.set(name, value)
    return response
  }
}

/** Where a rate is set, each answer says how much of it is used. */
function rateHeaders({ meters: { messages } }: Project): [name: string, value: string][] {
  if (messages.limit === Infinity) return []
  return [
    ['x-rate-rolling', String(messages.rolling)],
    ['x-rate-limit', String(messages.limit)],
    ['x-rate-limit-remaining', String(Math.max(0, Math.floor(messages.limit - messages.rolling)))],
  ]
}

async function batch(project: Project, request: Request, claims: Claims): Promise<Response> {
  const body: unknown = await request.json().catch(() => null)
  const messages = record(body).messages
  if (!Array.isArray(messages) || messages.length === 0)
    return answer(422, { errors: { messages: ["can't be blank"] } })
  const parsed = messages.map(parseMessage)
  if (parsed.some(({ errors }) => Object.keys(errors).length > 0)) {
    return answer(422, { errors: { messages: parsed.map(({ errors }) => errors) } })
  }
  const sends = parsed.map(({ message }) => ({ message, broadcast: asText(message) }))
  if (sends.some(({ broadcast }) => broadcastBytes(broadcast) > project.limits.payloadBytes)) {
    return answer(422, { message: TOO_LARGE })
  }
  // Denied topics are dropped without a word, the others go; each topic is asked for once.
  const allowed = new Map<string, boolean>()
  for (const { message, broadcast } of sends) {
    if (message.private && !allowed.has(message.topic)) {
      const subject = { topic: message.topic, claims, headers: policyHeaders(request) }
      const verdict = await project.policies.mayWrite(subject, ['broadcast'])
      allowed.set(message.topic, verdict.ok && verdict.granted.has('broadcast'))
    }
    if (message.private && !allowed.get(message.topic)) continue
    project.topics.broadcast(message.private, message.topic, broadcast)
  }
  return accepted()
}

async function single(
  project: Project,
  request: Request,
  claims: Claims,
  address: { topic: string; event: string; private: boolean },
): Promise<Response> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    return answer(415, {
      error: 'Unsupported Media Type. Supported types: application/json, application/octet-stream',
    })
  }
  const payload = Buffer.from(await request.arrayBuffer())
  if (type === 'application/json' && !isJson(payload)) return answer(422, { errors: { payload: ['is invalid'] } })
  if (payload.length > project.limits.payloadBytes) return answer(422, { message: TOO_LARGE })
  if (address.private) {
    const subject = { topic: address.topic, claims, headers: policyHeaders(request) }
    const verdict = await project.policies.mayWrite(subject, ['broadcast'])
    if (!verdict.ok && verdict.trouble !== 'refused') return answer(422, { message: TROUBLE[verdict.trouble] })
    if (!verdict.ok) return answer(422, { message: 'RLS policy error' })
    if (!verdict.granted.has('broadcast')) return answer(403, { message: 'Unauthorized' })
  }
  const encoding = type === 'application/json' ? 'json' : 'binary'
  const broadcast: Broadcast = { kind: 'user', event: address.event, payload, encoding, meta: null }
  project.topics.broadcast(address.private, address.topic, broadcast)
  return accepted()
}

const TROUBLE = {
  unreachable: 'Tenant database unavailable',
  too_many_connections: 'Tenant database has no connections left',
  cancelled: 'Query canceled',
  missing_partition: 'Missing messages partition',
}

function parseMessage(value: unknown): { message: Message; errors: Record<string, string[]> } {
  const given = record(value)
  const message = {
    topic: typeof given.topic === 'string' ? given.topic : '',
    event: typeof given.event === 'string' ? given.event : '',
    payload: given.payload,
    private: given.private === true || given.private === 'true',
    id: typeof given.id === 'string' ? given.id : null,
  }
  const errors: Record<string, string[]> = {}
  if (message.topic === '') errors.topic = ["can't be blank"]
  if (message.event === '') errors.event = ["can't be blank"]
  if (message.payload === undefined || message.payload === null) errors.payload = ["can't be blank"]
  return { message, errors }
}

function asText({ event, payload, id }: Message): Broadcast {
  return { kind: 'verbatim', body: JSON.stringify({ type: 'broadcast', event, payload, ...(id && { meta: { id } }) }) }
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null // a stray percent sign
  }
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString())
    return true
  } catch {
    return false
  }
}

function policyHeaders(request: Request): Record<string, string> {
  return Object.fromEntries([...request.headers].filter(([name]) => name.startsWith('x-')))
}

const accepted = (): Response => new Response(null, { status: 202, headers: CORS })

const answer = (status: number, body: object): Response => Response.json(body, { status, headers: CORS })
