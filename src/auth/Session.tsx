import type { Session, User } from '@supabase/supabase-js'
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Client } from '@/lib/supabase'

/**
 * Whether somebody is signed in.
 * - `checking`: storage is being read; nothing is decided.
 * - `out`: nobody. `why` tells what to say: nothing, that they left, or that the session ended by itself.
 */
export type SessionState =
  | { state: 'checking' }
  | { state: 'out'; why: 'never' | 'chosen' | 'ended' }
  | { state: 'in'; user: Pick<User, 'id' | 'email'> }

interface SessionValue {
  client: Client
  session: SessionState
  signOut: () => Promise<void>
}

const SessionContext = createContext<SessionValue | null>(null)

/** @param onSignedOut forgets what only the signed-in may know */
export function SessionProvider({
  client,
  onSignedOut,
  children,
}: {
  client: Client
  onSignedOut: () => void
  children: ReactNode
}) {
  const [session, setSession] = useState<SessionState>({ state: 'checking' })

  useEffect(() => {
    const { data } = client.auth.onAuthStateChange((_event, next) => setSession((now) => following(now, next)))
    return () => data.subscription.unsubscribe()
  }, [client])

  const out = session.state === 'out'
  useEffect(() => {
    if (out) onSignedOut()
  }, [out, onSignedOut])

  const signOut = useCallback(async () => {
    setSession({ state: 'out', why: 'chosen' })
    await client.auth.signOut({ scope: 'local' }) // without an answer of the server, the session is gone from here all the same
  }, [client])

  const value = useMemo(() => ({ client, session, signOut }), [client, session, signOut])
  return <SessionContext value={value}>{children}</SessionContext>
}

export function useSession(): SessionValue {
  const value = use(SessionContext)
  if (!value) throw new Error('useSession needs a SessionProvider above it.')
  return value
}

/** The state after Auth's news. The same user stays the same object: a renewed token re-renders nobody. */
function following(now: SessionState, next: Session | null): SessionState {
  if (next) {
    const same = now.state === 'in' && now.user.id === next.user.id && now.user.email === next.user.email
    return same ? now : { state: 'in', user: { id: next.user.id, email: next.user.email } }
  }
  switch (now.state) {
    case 'checking':
      return { state: 'out', why: 'never' }
    case 'in':
      return { state: 'out', why: 'ended' }
    case 'out':
      return now
    default:
      return now satisfies never
  }
}
