import { useState, type FormEvent } from 'react'
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

const PASSWORD_MIN_LENGTH = 8

/** /admin/sign-up: an account. What it may see is decided after: a workspace of its own, with the setup code, or an invitation. */
export function SignUpPage() {
  const { t } = useI18n()
  const { client, session } = useSession()
  const location = useLocation()
  const [wrong, setWrong] = useState<{ name?: AuthErrorWord; email?: AuthErrorWord; password?: AuthErrorWord }>({})
  const [trouble, setTrouble] = useState<AuthErrorWord | null>(null)
  const [busy, setBusy] = useState(false)
  const [mailedTo, setMailedTo] = useState<string | null>(null)

  if (session.state === 'in') return <Navigate to={destinationOf(location)} replace />

  async function signUp(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const name = typedIn(form, 'name').trim()
    const email = typedIn(form, 'email').trim()
    const password = typedIn(form, 'password')
    const found = {
      name: name ? undefined : ('yourNameMissing' as const),
      email: faultOfEmail(email),
      password: faultOfPassword(password),
    }
    setWrong(found)
    setTrouble(null)
    const first = (['name', 'email', 'password'] as const).find((field) => found[field])
    if (first) return focusField(form, first)
    setBusy(true)
    const { data, error } = await client.auth.signUp({ email, password, options: { data: { name } } })
    setBusy(false)
    if (error) setTrouble(authErrorWord(error))
    else if (!data.session) setMailedTo(email) // the server wants the address confirmed first
  }

  const invited = destinationOf(location).startsWith('/admin/join')
  const back = (
    <>
      {t.auth.haveAccount}
      <Link to="/admin/login" state={location.state}>
        {t.auth.backToSignIn}
      </Link>
    </>
  )

  if (mailedTo) {
    return <AuthPage title={t.auth.confirmTitle} words={t.auth.confirmWords(mailedTo)} after={back} />
  }

  return (
    <AuthPage
      title={t.auth.signUpTitle}
      tab={t.auth.createAccount}
      words={invited ? t.auth.signUpInvited : t.auth.signUpWords}
      after={back}
    >
      <form className={styles.form} noValidate onSubmit={signUp}>
        <TextField
          label={t.auth.yourName}
          name="name"
          autoComplete="name"
          maxLength={100}
          hint={t.auth.yourNameHint}
          error={wrong.name && t.auth.errors[wrong.name]}
        />
        <TextField
          label={t.auth.email}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={wrong.email && t.auth.errors[wrong.email]}
        />
        <PasswordField
          name="password"
          autoComplete="new-password"
          hint={t.auth.passwordHint}
          error={wrong.password && t.auth.errors[wrong.password]}
        />
        {trouble && (
          <p className={styles.trouble} role="alert">
            {t.auth.errors[trouble]}
          </p>
        )}
        <Button type="submit" look="primary" size="large" className={styles.submit} busy={busy}>
          {t.auth.createAccount}
        </Button>
      </form>
    </AuthPage>
  )
}

function faultOfEmail(email: string): AuthErrorWord | undefined {
  if (!email) return 'emailMissing'
  return /^[^\s@]+@[^\s@]+$/.test(email) ? undefined : 'emailInvalid'
}

function faultOfPassword(password: string): AuthErrorWord | undefined {
  if (!password) return 'passwordMissing'
  return password.length < PASSWORD_MIN_LENGTH ? 'passwordShort' : undefined
}
