import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Link, Navigate, useLocation } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import { AuthPage } from './AuthPage'
import { authErrorWord, type AuthErrorWord } from './authErrors'
import { destinationOf } from './destination'
import { focusField, typedIn } from './formFields'
import { PasswordField } from './PasswordField'
import { useSession } from './Session'
import styles from './AuthForm.module.css'

/** /admin/login. Once signed in, on to where one wanted to go. */
export function SignInPage() {
  const { t } = useI18n()
  const { client, session } = useSession()
  const location = useLocation()
  const [missing, setMissing] = useState<{ email?: AuthErrorWord; password?: AuthErrorWord }>({})
  const [trouble, setTrouble] = useState<AuthErrorWord | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (form.current) focusField(form.current, 'email')
  }, [])

  if (session.state === 'in') return <Navigate to={destinationOf(location)} replace />

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const email = typedIn(form, 'email').trim()
    const password = typedIn(form, 'password')
    const found = {
      email: email ? undefined : ('emailMissing' as const),
      password: password ? undefined : ('passwordMissing' as const),
    }
    setMissing(found)
    setTrouble(null)
    const first = found.email ? 'email' : found.password ? 'password' : null
    if (first) return focusField(form, first)
    setBusy(true)
    const { error } = await client.auth.signInWithPassword({ email, password })
    setBusy(false)
    if (!error) return
    setTrouble(authErrorWord(error))
    focusField(form, 'password')
  }

  const notice =
    session.state === 'out' && session.why !== 'never' ? t.auth[session.why === 'ended' ? 'ended' : 'signedOut'] : null

  return (
    <AuthPage
      title={t.auth.signInTitle}
      tab={t.auth.signIn}
      words={t.auth.signInWords}
      after={
        <>
          {t.auth.newHere}
          <Link to="/admin/sign-up" state={location.state}>
            {t.auth.createAccount}
          </Link>
        </>
      }
    >
      {notice && <output className={styles.notice}>{notice}</output>}
      <form ref={form} className={styles.form} noValidate onSubmit={signIn}>
        <TextField
          label={t.auth.email}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={missing.email && t.auth.errors[missing.email]}
        />
        <PasswordField
          name="password"
          autoComplete="current-password"
          error={missing.password && t.auth.errors[missing.password]}
        />
        {trouble && (
          <p className={styles.trouble} role="alert">
            {t.auth.errors[trouble]}
          </p>
        )}
        <Button type="submit" look="primary" size="large" className={styles.submit} busy={busy}>
          {t.auth.signIn}
        </Button>
      </form>
    </AuthPage>
  )
}
