import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'

type Payload = Record<string, unknown>
type Meta = Payload & { phx_ref: string; phx_ref_prev?: string }
type Entry = { key: string; payload: Payload; ref: string }

export type PresenceState = Record<string, { metas: Meta[] }>
export type PresenceDiff = { joins: PresenceState; leaves: PresenceState }

/** Who is there, on one topic: at most one entry for each owner (a channel instance), oldest first. */
export class Presence<Owner> {
  #entries = new Map<Owner, Entry>()

  /** @returns what changed; null when the same payload is tracked again. */
  track(owner: Owner, key: string, payload: Payload): PresenceDiff | null {
    const before = this.#entries.get(owner)
    if (before && isDeepStrictEqual(before.payload, payload)) return null
    const entry: Entry = { key, payload, ref: newRef() }
    this.#entries.set(owner, entry)
    const joined = { ...meta(entry), ...(before && { phx_ref_prev: before.ref }) }
    return { joins: stateOf([[key, joined]]), leaves: before ? stateOf([[before.key, meta(before)]]) : {} }
  }

  /** @returns what changed; null when the owner was not there. */
  untrack(owner: Owner): PresenceDiff | null {
    const entry = this.#entries.get(owner)
    if (!entry) return null
    this.#entries.delete(owner)
    return { joins: {}, leaves: stateOf([[entry.key, meta(entry)]]) }
  }

  state(): PresenceState {
    return stateOf([...this.#entries.values()].map((entry) => [entry.key, meta(entry)]))
  }
}

const meta = ({ payload, ref }: Entry): Meta => ({ ...payload, phx_ref: ref })

const newRef = (): string => randomBytes(12).toString('base64url')

/** `fromEntries`, so that a key such as `__proto__` is a key like any other. */
function stateOf(metas: readonly (readonly [key: string, meta: Meta])[]): PresenceState {
  const byKey = new Map<string, Meta[]>()
  for (const [key, one] of metas) {
    const same = byKey.get(key)
    if (same) same.push(one)
    else byKey.set(key, [one])
  }
  return Object.fromEntries([...byKey].map(([key, all]) => [key, { metas: all }]))
}
