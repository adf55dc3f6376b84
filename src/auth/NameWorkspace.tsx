import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ask, tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import { AuthPage } from './AuthPage'
import { authErrorWord, type AuthErrorWord } from './authErrors'
import { membershipQueries } from './memberships'
import { useSession } from './Session'
import { focusField, typedIn } from './formFields'
import styles from './AuthForm.module.css'

/** The first run: an account is there, a workspace isn't. The setup code shows that one may found it. */
export function NameWorkspace({ userId }: { userId: string }) {
  const { t, locale } = useI18n()
  const { client, signOut } = useSession()
  const queryClient = useQueryClient()
  const [wrong, setWrong] = useState<{ name?: AuthErrorWord; setup_code?: AuthErrorWord }>({})
  const found = useMutation({
    mutationFn: async (workspace: { name: string; setup_code: string }) => {
      const { id } = await ask<{ id: string }>(client.rpc('create_workspace', workspace))
      // Reports count the days of where the team sits. Refused (Postgres may not know this zone), it stays UTC: settings can change it.
      await client.rpc('set_time_zone', {
        workspace_id: id,
        time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      })
      // Its first inbox: without one there is no key to embed.
      await tell(client.rpc('create_inbox', { workspace_id: id, name: workspace.name, locale }))
    },
    onSettled: () => queryClient.invalidateQueries(membershipQueries.mine(client, userId)), // settled: it may stand without its inbox
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const name = typedIn(form, 'name').trim()
    const setup_code = typedIn(form, 'setup_code').trim()
    const missing = {
      name: name ? undefined : ('nameMissing' as const),
      setup_code: setup_code ? undefined : ('setupCodeMissing' as const),
    }
    setWrong(missing)
    const first = missing.name ? 'name' : missing.setup_code ? 'setup_code' : null
    if (first) return focusField(form, first)
    found.mutate({ name, setup_code })
  }

  return (
    <AuthPage
      title={t.auth.workspaceTitle}
      words={t.auth.workspaceWords}
      after={
        <button type="button" className={styles.linkButton} onClick={() => void signOut()}>
          {t.auth.otherAccount}
        </button>
      }
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        <TextField
          label={t.auth.workspaceName}
          name="name"
          maxLength={100}
          autoComplete="organization"
          placeholder={t.auth.workspaceNamePlaceholder}
          error={wrong.name && t.auth.errors[wrong.name]}
        />
        <TextField
          label={t.auth.setupCode}
          name="setup_code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t.auth.setupCodeHint}
          error={wrong.setup_code && t.auth.errors[wrong.setup_code]}
        />
        {found.error && (
          <p className={styles.trouble} role="alert">
            {t.auth.errors[authErrorWord(found.error)]}
          </p>
        )}
        <Button type="submit" look="primary" size="large" className={styles.submit} busy={found.isPending}>
          {t.auth.createWorkspace}
        </Button>
      </form>
    </AuthPage>
  )
}
