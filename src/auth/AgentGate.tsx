import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { errorText } from '@/i18n/errorText'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { Loading } from '@/ui/Loading'
import { HOME, type Wanted } from './destination'
import { membershipQueries, type Membership } from './memberships'
import { NameWorkspace } from './NameWorkspace'
import { useSession } from './Session'

/** Lets agents in. Others sign in first; who is signed in and belongs nowhere founds a workspace. */
export function AgentGate({ children }: { children: (membership: Membership) => ReactNode }) {
  const { session } = useSession()
  const { t } = useI18n()
  const location = useLocation()
  switch (session.state) {
    case 'checking':
      return <Loading label={t.auth.checking} />
    case 'out': {
      const from = location.pathname + location.search
      const wanted: Wanted | null = session.why === 'chosen' || from === HOME ? null : { from }
      return <Navigate to="/admin/login" replace state={wanted} />
    }
    case 'in':
      return <Member userId={session.user.id}>{children}</Member>
    default:
      return session satisfies never
  }
}

function Member({ userId, children }: { userId: string; children: (membership: Membership) => ReactNode }) {
  const { client, signOut } = useSession()
  const { t } = useI18n()
  const mine = useQuery(membershipQueries.mine(client, userId))
  const membership = mine.data?.[0]
  const [former, setFormer] = useState<Membership | null>(null)
  if (membership && membership !== former) setFormer(membership)
  if (membership) return children(membership)
  if (mine.data && former) return <Removed from={former.workspace.name} onFound={() => setFormer(null)} />
  if (mine.data) return <NameWorkspace userId={userId} />
  if (mine.isPending) return <Loading label={t.auth.checking} />
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={t.auth.lookupFailedTitle}
      action={
        <>
          <Button look="primary" busy={mine.isFetching} onClick={() => void mine.refetch()}>
            {t.app.retry}
          </Button>
          <Button look="quiet" onClick={() => void signOut()}>
            {t.auth.otherAccount}
          </Button>
        </>
      }
    >
      {errorText(t, mine.error)}
    </EmptyState>
  )
}

/** Whoever was taken off the team while they looked: told so, not asked to name a workspace as if they were new. */
function Removed({ from, onFound }: { from: string; onFound: () => void }) {
  const { signOut } = useSession()
  const { t } = useI18n()
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={t.auth.removedTitle(from)}
      action={
        <>
          <Button look="primary" onClick={() => void signOut()}>
            {t.auth.otherAccount}
          </Button>
          <Button look="quiet" onClick={onFound}>
            {t.auth.createWorkspace}
          </Button>
        </>
      }
    >
      {t.auth.removedWords}
    </EmptyState>
  )
}
