import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, Navigate, useLocation, useNavigate } from 'react-router-dom'
import type { AgentRow } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask, asCauserieError } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { AuthPage } from './AuthPage'
import { HOME, type Wanted } from './destination'
import { useSession } from './Session'
import formStyles from './AuthForm.module.css'

/** /admin/join#token: who was invited signs up, or in, with the invited address, and is in. The token never leaves the browser in an address. */
export function JoinPage() {
  const { t } = useI18n()
  const { session } = useSession()
  const navigate = useNavigate()
  const { pathname, hash } = useLocation()
  const token = hash.slice(1)
  const back: Wanted = { from: pathname + hash }
  switch (session.state) {
    case 'checking':
      return <Loading label={t.auth.checking} />
    case 'out':
      return (
        <AuthPage
          title={t.auth.joinTitle}
          words={t.auth.joinWords}
          after={
            <>
              {t.auth.haveAccount}
              <Link to="/admin/login" state={back}>
                {t.auth.signIn}
              </Link>
            </>
          }
        >
          <Button
            look="primary"
            size="large"
            className={formStyles.submit}
            onClick={() => void navigate('/admin/sign-up', { state: back })}
          >
            {t.auth.createAccount}
          </Button>
        </AuthPage>
      )
    case 'in':
      return <Joining key={session.user.id} userId={session.user.id} email={session.user.email} token={token} />
    default:
      return session satisfies never
  }
}

function Joining({ userId, email, token }: { userId: string; email: string | undefined; token: string }) {
  const { t } = useI18n()
  const { client, signOut } = useSession()
  const cache = useQueryClient()
  // Accepting twice is accepting once, so it may be asked like a question.
  const joined = useQuery({
    queryKey: ['join', userId, token],
    queryFn: () => ask<AgentRow>(client.rpc('accept_invitation', { token })),
    retry: false,
  })
  const isIn = joined.isSuccess
  useEffect(() => {
    if (isIn) cache.removeQueries({ queryKey: ['memberships', userId] })
  }, [isIn, cache, userId])

  if (joined.isPending) return <Loading label={t.auth.joining} />
  if (isIn) return <Navigate to={HOME} replace />
  const { hint } = asCauserieError(joined.error)
  return (
    <AuthPage
      title={t.auth.joinFailedTitle}
      after={
        <Link to={HOME} replace>
          {t.app.toInbox}
        </Link>
      }
    >
      <div className={formStyles.form}>
        <p className={formStyles.trouble} role="alert">
          {hint === 'invitation_for_another' && email ? t.auth.invitationForAnother(email) : errorText(t, joined.error)}
        </p>
        {hint !== 'invitation_not_found' && hint !== 'invitation_for_another' && (
          <Button look="primary" size="large" busy={joined.isFetching} onClick={() => void joined.refetch()}>
            {t.app.retry}
          </Button>
        )}
        <Button size="large" onClick={() => void signOut()}>
          {t.auth.otherAccount}
        </Button>
      </div>
    </AuthPage>
  )
}
