import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Wordmark } from '@/ui/Wordmark'

/** A customer's site with our widget on it. */
export function DemoSite() {
  const { t } = useI18n()
  return (
    <main>
      <Wordmark />
      <p>
        <Link to="/admin/chat">{t.app.toInbox}</Link>
      </p>
    </main>
  )
}
