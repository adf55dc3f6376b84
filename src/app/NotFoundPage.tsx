import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { EmptyState } from '@/ui/EmptyState'
import { ChatIcon } from '@/ui/icons'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import styles from './pages.module.css'

export function NotFoundPage() {
  const { t } = useI18n()
  useDocumentTitle(t.app.notFoundTitle)
  return (
    <main className={styles.page}>
      <EmptyState
        heading="h1"
        icon={<ChatIcon />}
        title={t.app.notFoundTitle}
        action={
          <p className={styles.ways}>
            <Link to="/admin/chat">{t.app.toInbox}</Link>
            <Link to="/">{t.app.toSite}</Link>
          </p>
        }
      >
        {t.app.notFoundWords}
      </EmptyState>
    </main>
  )
}
