import { asCauserieError, CauserieError } from '@/lib/errors'
import type { Client } from '@/lib/supabase'

/** The id of the contact's user; null before the first message. Refreshes a session that expired. @throws CauserieError */
export async function contactUser(client: Client): Promise<string | null> {
  const { data, error } = await client.auth.getSession()
  if (data.session) return data.session.user.id
  if (error) {
    const trouble = asCauserieError(error)
    if (trouble.trouble !== 'session') throw trouble // no network: the session may well be good
  }
  return null
}

const entering = new WeakMap<Client, Promise<string>>()

/**
 * Makes an anonymous user if there is none: only ever with the first message or file, never by looking.
 * @throws CauserieError `busy` when too many came from this address: the message waits
 */
export async function ensureContactSession(client: Client): Promise<string> {
  const known = await contactUser(client)
  if (known) return known
  const under = entering.get(client) ?? enter(client).finally(() => entering.delete(client))
  entering.set(client, under) // two lanes that begin at once make one user
  return under
}

async function enter(client: Client): Promise<string> {
  const { data, error } = await client.auth.signInAnonymously()
  if (error) throw asCauserieError(error)
  if (!data.user) throw new CauserieError('Signing in made no user.', { trouble: 'fault' })
  return data.user.id
}
