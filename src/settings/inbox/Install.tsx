import { useI18n } from '@/i18n/I18nProvider'
import { snippetOf, testPageOf } from '@/lib/snippet'
import { CopyLine } from '@/ui/CopyLine'
import type { InboxRow } from '../queries'
import { Section } from '../Section'

/** How this chat gets on a site. */
export function Install({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  return (
    <Section title={t.settings.inbox.parts.install} words={t.inbox.installWords}>
      <CopyLine text={snippetOf(inbox.key)} copyLabel={t.app.copy} copiedLabel={t.app.copied} />
      <a href={testPageOf(inbox.key)} target="_blank" rel="noreferrer">
        {t.inbox.tryWidget}
      </a>
      <p>{t.inbox.installOptions}</p>
    </Section>
  )
}
