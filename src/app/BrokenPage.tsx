import { useRouteError } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import styles from './pages.module.css'

/** What stands where a page could not be drawn. The rest of the app stands. */
export function BrokenPage() {
  const { t } = useI18n()
  const error = useRouteError()
  useDocumentTitle(t.app.brokenTitle)
  return (
    <main className={styles.page}>
      <EmptyState
        role="alert"
        heading="h1"
        icon={<AlertIcon />}
        title={t.app.brokenTitle}
        action={
          <Button look="primary" onClick={() => window.location.reload()}>
            {t.app.reload}
          </Button>
        }
      >
        <p>{t.app.brokenWords}</p>
        {error instanceof Error && <p className={styles.technical}>{error.message}</p>}
      </EmptyState>
    </main>
  )
}
