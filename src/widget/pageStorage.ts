import { hostStorage, type HostStorage } from './loader/hostStorage'

/** A name under which the button finds that this customer has written, and connects them at idle on the next page. */
export const WRITTEN = 'written'

/** A name under which it is kept who was identified here last: naming the same person again changes nothing on the screen. */
export const CONTACT = 'contact'

const known = new Map<string, HostStorage>()

/** What a `ChatWidget` keeps in its page: one for all of an inbox, because memory stands in where the page's storage is closed. */
export function pageStorage(inboxKey: string): HostStorage {
  const storage = known.get(inboxKey) ?? hostStorage(inboxKey, () => localStorage)
  known.set(inboxKey, storage)
  return storage
}

/**
 * The name of a `ChatWidget`'s session. It is that of auth-js's own BroadcastChannel, too: the chat's channel between tabs,
 * `causerie:contact:{inbox key}`, must have another.
 */
export const sessionName = (inboxKey: string): string => `causerie:contact:${inboxKey}:session`
