import { useI18n } from '@/i18n/I18nProvider'
import { Dialog } from '@/ui/Dialog'
import { Snippets } from './Snippets'
import styles from './Snippets.module.css'

/** How the chat gets on a site. */
export function InstallDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useI18n()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.inbox.install}
      closeLabel={t.app.close}
      description={t.inbox.installWords}
    >
      <div className={styles.snippets}>
        <Snippets />
        <p className={styles.hint}>{t.inbox.installOptions}</p>
      </div>
    </Dialog>
  )
}
