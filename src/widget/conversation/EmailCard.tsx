import { useState, type SubmitEvent } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { CloseIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { TextField } from '@/ui/TextField'
import { isEmail } from './form'
import styles from './cards.module.css'

interface EmailCardProps {
  /** Why it is asked. */
  reason: string
  /** Something is typed. */
  onBegin: () => void
  onGive: (email: string) => Promise<void>
  onDismiss: () => void
}

/** Asks for an e-mail address beside the conversation. Nothing waits for it. */
export function EmailCard({ reason, onBegin, onGive, onDismiss }: EmailCardProps) {
  const { t } = useI18n()
  const [email, setEmail] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [state, setState] = useState<'asking' | 'saving' | 'given'>('asking')

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!isEmail(email.trim())) return setError(t.widget.emailInvalid)
    setState('saving')
    try {
      await onGive(email.trim())
      setState('given')
    } catch (thrown) {
      setError(errorText(t, asCauserieError(thrown)))
      setState('asking')
    }
  }

  return (
    <section className={styles.card} aria-label={t.widget.email}>
      <IconButton label={t.widget.dismiss} className={styles.dismiss} onClick={onDismiss}>
        <CloseIcon size={16} />
      </IconButton>
      {state === 'given' ? (
        <p role="status" dir="auto">
          {t.widget.emailThanks(email.trim())}
        </p>
      ) : (
        <form className={styles.ask} onSubmit={(event) => void submit(event)} noValidate>
          <p className={styles.words}>{reason}</p>
          <div className={styles.line}>
            <TextField
              label={t.widget.email}
              type="email"
              name="email"
              autoComplete="email"
              value={email}
              error={error}
              onChange={(event) => {
                setEmail(event.target.value)
                onBegin()
                setError(null)
              }}
            />
            <Button look="primary" type="submit" busy={state === 'saving'}>
              {t.widget.emailSend}
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}
