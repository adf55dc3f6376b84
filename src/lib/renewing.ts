import type { SupabaseClient } from '@supabase/supabase-js'
import { msSince } from './time'

/** A session that was just renewed and is refused all the same is not helped by renewing. */
const AGAIN_AFTER_MS = 30_000

/**
 * A clock that is put right says wrongly how long a session is good yet: what the server takes for over is renewed, and what was asked is
 * asked once more. Never in another's name, who may have signed in meanwhile.
 */
export function renewing(
  auth: () => Pick<SupabaseClient['auth'], 'getSession' | 'refreshSession'>,
  fetch: typeof globalThis.fetch,
): typeof globalThis.fetch {
  let renewal: Promise<string | null> | null = null
  let renewedAt = -Infinity

  async function renew(spent: string): Promise<string | null> {
    const { data } = await auth().getSession()
    const token = data.session?.access_token ?? null
    if (token !== spent) return token // another question has seen to it, or another tab
    if (msSince(renewedAt) < AGAIN_AFTER_MS) return null
    renewedAt = Date.now()
    const renewed = await auth().refreshSession()
    return renewed.data.session?.access_token ?? null
  }

  return async (input, init) => {
    const response = await fetch(input, init)
    const headers = new Headers(init?.headers)
    const spent = headers.get('Authorization')?.slice('Bearer '.length)
    if (response.status !== 401 || !spent || !urlOf(input).includes('/rest/v1/')) return response
    renewal ??= renew(spent).finally(() => (renewal = null))
    const token = await renewal.catch(() => null)
    if (!token || token === spent || !isSameUser(token, spent)) return response
    headers.set('Authorization', `Bearer ${token}`)
    return fetch(input, { ...init, headers })
  }
}

function urlOf(input: RequestInfo | URL): string {
  return input instanceof Request ? input.url : input.toString()
}

function isSameUser(one: string, other: string): boolean {
  const subject = subjectOf(one)
  return subject !== null && subject === subjectOf(other)
}

function subjectOf(token: string): string | null {
  try {
    const claims = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    return /"sub": ?"([^"]+)"/.exec(claims)?.[1] ?? null
  } catch {
    return null // no token of a session
  }
}
