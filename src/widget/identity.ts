import { ensureContactSession, contactUser } from '@/chat/contactSession'
import { ask, asCauserieError, passes, tell } from '@/lib/errors'
import type { Storage } from '@/lib/storage'
import { createStore, type Store } from '@/lib/store'
import type { Client } from '@/lib/supabase'
import { backoffMs } from '@/lib/time'
import type { Contact } from './loader/causerie'
import type { Call, Claims } from './loader/protocol'
import { CONTACT } from './pageStorage'

export interface Identity {
  /** Does what the page asks. @throws CauserieError */
  answer: (call: Call) => Promise<object>
  /** Another number whenever another person sits here: what was drawn for the one before is drawn anew. */
  person: Store<number>
  /** What the page claims of a visitor whom no server knows yet: goes with their first message, or when a token names them. */
  claims: () => Claims
}

interface IdentityOptions {
  client: Client
  inboxKey: string
  storage: Storage
}

const MAX_TRIES = 5

/** Who the visitor is: what the page says by `identify`, `update` and `logout`. */
export function createIdentity({ client, inboxKey, storage }: IdentityOptions): Identity {
  const person = createStore(0)
  let claims: Claims = {}
  /** Some of them were made when the server knew nobody to keep them with. */
  let isUntold = false
  /** Tokens whose answer was lost: the server may have taken them. */
  const unanswered = new Set<string>()

  async function name(token: string): Promise<Contact> {
    try {
      return await ask<Contact>(client.rpc('identify', { inbox_key: inboxKey, token }))
    } catch (thrown) {
      const error = asCauserieError(thrown)
      if (passes(error)) unanswered.add(token)
      if (error.hint !== 'token_replayed' || !unanswered.has(token)) throw error
      const known = (await tell(client.rpc('my_contact', { inbox_key: inboxKey }))) as Contact | null
      if (!known?.verified) throw error
      return known // the token was good for one use, and this was it
    }
  }

  async function identify(token: string): Promise<Contact> {
    await ensureContactSession(client)
    const contact = await name(token)
    if ((await storage.getItem(CONTACT)) !== contact.id) {
      await storage.setItem(CONTACT, contact.id)
      person.set(person.get() + 1)
    }
    if (!isUntold) return contact
    const told = await patiently(tellClaims).catch(() => null) // they are named all the same
    return { ...contact, ...told }
  }

  async function tellClaims(): Promise<Contact> {
    const contact = await ask<Contact>(client.rpc('update_contact', { inbox_key: inboxKey, ...claims }))
    isUntold = false
    return contact
  }

  async function claim(given: Claims): Promise<object> {
    claims = { ...claims, ...given }
    isUntold = true
    if (await contactUser(client))
      await tellClaims().catch((error: unknown) => {
        if (asCauserieError(error).hint !== 'contact_not_found') throw error // they go with the first message, or with a name
      })
    return {}
  }

  /** Who asks for it wipes what is kept in the page and takes the panel away: channels and memory go with it. */
  async function logout(everywhere = false): Promise<object> {
    claims = {}
    isUntold = false
    if (await contactUser(client)) await tell(client.rpc('logout', { inbox_key: inboxKey, everywhere }))
    await client.auth.signOut({ scope: 'local' })
    return {}
  }

  const once = (call: Call): Promise<object> => {
    switch (call.method) {
      case 'identify':
        return identify(call.given.token)
      case 'update':
        return claim(call.given)
      case 'logout':
        return logout(call.given.everywhere === true)
      default:
        return call satisfies never
    }
  }

  // One after the other, as they were asked: a name given after a logout is the next person's.
  let last: Promise<unknown> = Promise.resolve()
  return {
    person,
    claims: () => claims,
    answer(call) {
      const answer = last.then(() => patiently(() => once(call)))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

/** What became of a call, as it is told outside: what it gave, or the word for why not. */
export async function outcome(answer: Promise<object>): Promise<{ code: string; value: object }> {
  try {
    return { code: '', value: await answer }
  } catch (error) {
    const { hint, code, trouble } = asCauserieError(error)
    return { code: hint ?? (code || trouble), value: {} }
  }
}

/** Where waiting may help, it is tried again a few times. */
async function patiently<T>(task: () => Promise<T>, tries = 1): Promise<T> {
  try {
    return await task()
  } catch (thrown) {
    const error = asCauserieError(thrown)
    if (tries >= MAX_TRIES || !passes(error)) throw error
    await new Promise((resolve) => {
      setTimeout(resolve, backoffMs(tries, { baseMs: 500, capMs: 8_000 }))
    })
    return patiently(task, tries + 1)
  }
}
