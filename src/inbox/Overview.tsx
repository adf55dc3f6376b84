import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { ChatIcon, CheckIcon } from '@/ui/icons'
import { useTicking } from './clock'
import { figureQueries } from './figureQueries'
import { deskQueries } from './queries'
import { useDesk, useRows } from './useDesk'
import { waitText } from './waitText'
import { Welcome } from './Welcome'
import styles from './Overview.module.css'

/** No conversation is chosen: how things stand, and the one thing to do next. */
export function Overview({ name, linkTo }: { name: string; linkTo: (conversationId: string) => string }) {
  const { t, formatDuration } = useI18n()
  const desk = useDesk()
  const navigate = useNavigate()
  const { data: summary } = useQuery(figureQueries.summary(desk))
  const { data: next } = useQuery({
    ...figureQueries.longestWaiting(desk),
    enabled: summary !== undefined && summary.waiting > 0,
  })
  const since = next ? Date.parse(next.waiting_since) : null
  const longest = useTicking((now) => (since === null ? null : waitText(now - since, formatDuration)))
  const waiting = summary?.waiting ?? 0
  const isNew = useIsNew()
  return (
    <div className={styles.overview}>
      <span className={styles.icon} data-calm={waiting === 0}>
        {waiting === 0 ? <CheckIcon size={26} /> : <ChatIcon size={26} />}
      </span>
      <h2 className={styles.title}>{t.inbox.overviewTitle(name.split(' ')[0] ?? name)}</h2>
      {isNew ? (
        <Welcome />
      ) : (
        <p className={styles.words}>
          {summary && (waiting === 0 ? t.inbox.overviewCalm : longest && t.inbox.overviewWaiting(waiting, longest))}
        </p>
      )}
      {waiting > 0 && next && (
        <Button look="primary" size="large" onClick={() => void navigate(linkTo(next.id))}>
          {t.inbox.answerLongest}
        </Button>
      )}
      <dl className={styles.keys} aria-label={t.inbox.shortcuts}>
        <Key keys={['J', 'K']} does={t.inbox.shortcutMove} />
        <Key keys={['↵']} does={t.inbox.shortcutOpen} />
        <Key keys={['/']} does={t.inbox.shortcutSearch} />
        <Key keys={['Esc']} does={t.inbox.shortcutBack} />
      </dl>
    </div>
  )
}

/** Nobody has written to this workspace yet. */
function useIsNew(): boolean {
  const desk = useDesk()
  const isEmpty = useRows().size === 0
  const { data: counts } = useQuery(deskQueries.counts(desk))
  const { data: hasAny } = useQuery({
    ...figureQueries.hasAny(desk),
    enabled: isEmpty && counts !== undefined && counts.open + counts.snoozed === 0,
  })
  return isEmpty && hasAny === false
}

function Key({ keys, does }: { keys: string[]; does: string }) {
  return (
    <div className={styles.key}>
      <dt>
        {keys.map((key) => (
          <kbd key={key} className={styles.cap}>
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
