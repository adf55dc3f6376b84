/**
 * Phoenix frames. Version 2: arrays as text, broadcasts of clients and of the database as bytes. Version 1: objects, text only.
 * Nothing here knows a channel.
 */

/** A ref as it came; it is echoed, never interpreted. */
export type Ref = string | number | null

/** What goes over a socket: text, or bytes. */
export type Data = string | Buffer

export type Broadcast =
  | { kind: 'verbatim'; body: string } // the JSON text of the whole body, as a client wrote it
  | { kind: 'user'; event: string; payload: Buffer; encoding: 'json' | 'binary'; meta: string | null } // meta: JSON text

export type Incoming = {
  joinRef: Ref
  ref: Ref
  topic: string
  event: string
  payload: unknown
  /** Only for the event `broadcast`. */
  broadcast: Broadcast | null
}

/** One version of the protocol. Another version is another object like this. */
export type Wire = {
  /** @returns null for a frame that makes no sense: it is dropped, the socket stays. */
  decode(data: Data): Incoming | null
  encode(joinRef: Ref, ref: Ref, topic: string, event: string, payload: object): string
  /** @returns null where this version cannot carry the broadcast. */
  encodeBroadcast(topic: string, broadcast: Broadcast): Data | null
}

export const wireV2: Wire = { decode, encode, encodeBroadcast }

export const wireV1: Wire = {
  decode: (data) => (typeof data === 'string' ? decodeObject(data) : null),
  encode: (_joinRef, ref, topic, event, payload) => JSON.stringify({ topic, event, payload, ref }),
  encodeBroadcast: (topic, broadcast) => {
    const body = broadcastText(broadcast)
    return body && `{"topic":${JSON.stringify(topic)},"event":"broadcast","payload":${body},"ref":null}`
  },
}

/** The protocol of a client that asks for this version; null for one that nobody speaks. */
export function wireOf(version: string): Wire | null {
  if (/^2\.0\.\d+$/.test(version)) return wireV2
  return /^1\.0\.\d+$/.test(version) ? wireV1 : null
}

const PUSH = 3 // client → server
const BROADCAST = 4 // server → client
const PUSH_HEADER_BYTES = 7
const JSON_ENCODING = 1
const MAX_FIELD_BYTES = 255

function decode(data: Data): Incoming | null {
  return typeof data === 'string' ? decodeText(data) : decodePush(data)
}

function decodeText(text: string): Incoming | null {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(frame) || frame.length !== 5) return null
  const [joinRef, ref, topic, event, payload] = frame as unknown[]
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== 'string' || typeof event !== 'string') return null
  const broadcast: Broadcast | null =
    event === 'broadcast' ? { kind: 'verbatim', body: lastElement(text, payload) } : null
  return { joinRef, ref, topic, event, payload, broadcast }
}

/**
 * The text of the last of five elements, so that it leaves as it came: numbers beyond 2^53, the order of keys.
 * The text is known to be valid JSON.
 */
function lastElement(text: string, payload: unknown): string {
  let depth = 0
  let commas = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      i++
      while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
    } else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    else if (char === ',' && depth === 1 && ++commas === 4) return text.slice(i + 1, text.lastIndexOf(']')).trim()
  }
  return JSON.stringify(payload)
}

function decodeObject(text: string): Incoming | null {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return null
  const { topic, event, payload, ref = null, join_ref: joinRef = null } = frame as Record<string, unknown>
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== 'string' || typeof event !== 'string') return null
  if (payload === undefined) return null
  const broadcast: Broadcast | null =
    event === 'broadcast' ? { kind: 'verbatim', body: memberText(text, 'payload') ?? JSON.stringify(payload) } : null
  return { joinRef, ref, topic, event, payload, broadcast }
}

/** The text of a member of an object, as it came. The text is known to be valid JSON; of two members with one name, the last counts. */
function memberText(text: string, name: string): string | null {
  let found: string | null = null
  let depth = 0
  let key = ''
  let valueAt = 0
  let stringAt = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      stringAt = i++
      while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
      if (depth === 1 && valueAt === 0) key = JSON.parse(text.slice(stringAt, i + 1)) as string
    } else if (char === ':' && depth === 1 && valueAt === 0) valueAt = i + 1
    else if (depth === 1 && (char === ',' || char === '}')) {
      if (key === name && valueAt > 0) found = text.slice(valueAt, i).trim()
      valueAt = 0
      if (char === '}') depth--
    } else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
  }
  return found
}

function decodePush(data: Buffer): Incoming | null {
  if (data.length < PUSH_HEADER_BYTES || data[0] !== PUSH) return null
  const sizes = [...data.subarray(1, 6)]
  const encoding = data[6] === JSON_ENCODING ? 'json' : 'binary'
  let at = PUSH_HEADER_BYTES
  if (data.length < at + sizes.reduce((sum, size) => sum + size, 0)) return null
  const [joinRef = '', ref = '', topic = '', event = ''] = sizes.map((size) => data.toString('utf8', at, (at += size)))
  // Who hears it in text gets it inside a frame of ours: what is no JSON could close it, and write the next.
  if (encoding === 'json' && !isJson(data.toString('utf8', at))) return null
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: {},
    broadcast: { kind: 'user', event, payload: data.subarray(at), encoding, meta: null },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function encode(joinRef: Ref, ref: Ref, topic: string, event: string, payload: object): string {
  return JSON.stringify([joinRef, ref, topic, event, payload])
}

function encodeBroadcast(topic: string, broadcast: Broadcast): Data | null {
  if (broadcast.kind === 'verbatim') return `[null,null,${JSON.stringify(topic)},"broadcast",${broadcast.body}]`
  const fields = [topic, broadcast.event, broadcast.meta ?? ''].map((field) => Buffer.from(field))
  if (fields.some((field) => field.length > MAX_FIELD_BYTES)) {
    const body = broadcastText(broadcast)
    return body === null ? null : `[null,null,${JSON.stringify(topic)},"broadcast",${body}]`
  }
  const encoding = broadcast.encoding === 'json' ? JSON_ENCODING : 0
  const header = Buffer.from([BROADCAST, ...fields.map((field) => field.length), encoding])
  return Buffer.concat([header, ...fields, broadcast.payload])
}

/** The body of a broadcast as JSON text; null for bytes, which text cannot carry. */
function broadcastText(broadcast: Broadcast): string | null {
  if (broadcast.kind === 'verbatim') return broadcast.body
  if (broadcast.encoding === 'binary') return null
  const meta = broadcast.meta ? `,"meta":${broadcast.meta}` : ''
  return `{"type":"broadcast","event":${JSON.stringify(broadcast.event)},"payload":${broadcast.payload.toString()}${meta}}`
}

/** Bytes that count against the limit of a payload. */
export function broadcastBytes(broadcast: Broadcast): number {
  return broadcast.kind === 'verbatim' ? Buffer.byteLength(broadcast.body) : broadcast.payload.length
}

function isRef(value: unknown): value is Ref {
  return value === null || typeof value === 'string' || typeof value === 'number'
}
