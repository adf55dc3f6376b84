/** Phoenix frames, version 2: arrays as text, broadcasts of clients and of the database as bytes. Nothing here knows a channel. */

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

function decodePush(data: Buffer): Incoming | null {
  if (data.length < PUSH_HEADER_BYTES || data[0] !== PUSH) return null
  const sizes = [...data.subarray(1, 6)]
  const encoding = data[6] === JSON_ENCODING ? 'json' : 'binary'
  let at = PUSH_HEADER_BYTES
  if (data.length < at + sizes.reduce((sum, size) => sum + size, 0)) return null
  const [joinRef = '', ref = '', topic = '', event = ''] = sizes.map((size) => data.toString('utf8', at, (at += size)))
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: {},
    broadcast: { kind: 'user', event, payload: data.subarray(at), encoding, meta: null },
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
export function broadcastText(broadcast: Broadcast): string | null {
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
