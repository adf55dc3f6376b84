import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import type { AgentRow } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { CopyLine } from '@/ui/CopyLine'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/TextField'
import { useOffice } from '../useOffice'
import styles from './InviteDialog.module.css'

type Role = AgentRow['role']

interface InviteDialogProps {
  myRole: Role
  open: boolean
  onOpenChange: (open: boolean) => void
  onInvited?: () => void
}

/** Asks a colleague to join. Nothing is mailed: the link is shown this once, to be passed on. */
export function InviteDialog({ myRole, open, onOpenChange, onInvited }: InviteDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.settings.team.invite}
      closeLabel={t.app.close}
      description={t.settings.team.inviteWords}
    >
      <Invitation myRole={myRole} onInvited={onInvited} />
    </Dialog>
  )
}

function Invitation({ myRole, onInvited }: Pick<InviteDialogProps, 'myRole' | 'onInvited'>) {
  const { t } = useI18n()
  const { client, workspaceId } = useOffice()
  const roleId = useId()
  const [role, setRole] = useState<Role>('agent')
  const [missing, setMissing] = useState(false)
  const invite = useMutation({
    mutationFn: (email: string) => ask<string>(client.rpc('invite_agent', { workspace_id: workspaceId, email, role })),
    onSuccess: onInvited,
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const email = new FormData(event.currentTarget).get('email')
    const typed = typeof email === 'string' ? email.trim() : ''
    setMissing(!typed)
    if (typed) invite.mutate(typed)
  }

  if (invite.data) {
    return (
      <div className={styles.done}>
        <output>{t.settings.team.invited(invite.variables)}</output>
        <CopyLine
          text={`${location.origin}/admin/join#${invite.data}`}
          copyLabel={t.app.copy}
          copiedLabel={t.app.copied}
        />
        <Button onClick={() => invite.reset()}>{t.settings.team.inviteAnother}</Button>
      </div>
    )
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextField
        label={t.settings.team.email}
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={missing ? t.auth.errors.emailMissing : null}
      />
      <div className={styles.role}>
        <label className={styles.label} htmlFor={roleId}>
          {t.settings.team.role}
        </label>
        <select
          id={roleId}
          className={styles.select}
          value={role}
          onChange={(event) => setRole(ROLES.find((known) => known === event.target.value) ?? 'agent')}
        >
          {ROLES.filter((known) => known !== 'owner' || myRole === 'owner').map((known) => (
            <option key={known} value={known}>
              {t.settings.team.roles[known]}
            </option>
          ))}
        </select>
      </div>
      {invite.error && (
        <p className={styles.trouble} role="alert">
          {errorText(t, invite.error)}
        </p>
      )}
      <Button type="submit" look="primary" busy={invite.isPending}>
        {t.settings.team.makeInvitation}
      </Button>
    </form>
  )
}

const ROLES: readonly Role[] = ['agent', 'admin', 'owner']
