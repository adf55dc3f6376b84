import { useEffect } from 'react'
import { useBlocker } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import styles from './LeaveGuard.module.css'

/** Asks before changes that are not saved are left behind, by a link or with the tab. */
export function LeaveGuard({ when }: { when: boolean }) {
  const { t } = useI18n()
  const blocker = useBlocker(when)
  useEffect(() => {
    if (!when) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [when])
  // Saved meanwhile: nothing is left to ask.
  useEffect(() => {
    if (!when && blocker.state === 'blocked') blocker.proceed()
  }, [when, blocker])

  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onOpenChange={(open) => !open && blocker.reset?.()}
      title={t.settings.leaveTitle}
      closeLabel={t.app.close}
      description={t.settings.leaveWords}
    >
      <div className={styles.choices}>
        <Button look="primary" onClick={() => blocker.reset?.()}>
          {t.settings.stay}
        </Button>
        <Button look="danger" onClick={() => blocker.proceed?.()}>
          {t.settings.leave}
        </Button>
      </div>
    </Dialog>
  )
}
