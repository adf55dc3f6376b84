import { lazy, useState } from 'react'
import type { Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Dispensable } from '../Dispensable'
import { useReplyHint } from '../useReplyHint'
import styles from './AwayNotice.module.css'

const OpeningHours = lazy(() => import('./OpeningHours').then(({ OpeningHours }) => ({ default: OpeningHours })))

/** Nobody is here: what the team says then, when it is back, and its hours. */
export function AwayNotice({ inbox }: { inbox: Inbox }) {
  const { t, formatUntil } = useI18n()
  const hint = useReplyHint(inbox, true)
  const [isShown, setShown] = useState(false)
  return (
    <div className={styles.notice}>
      <p>
        <span dir="auto">{hint}</span>{' '}
        <span dir="auto">{inbox.next_opening && t.widget.backAt(t.widget.at(formatUntil(inbox.next_opening)))}</span>
      </p>
      {inbox.calendar && (
        <details onToggle={(event) => setShown(event.currentTarget.open)}>
          <summary>{t.widget.openingHours}</summary>
          {isShown && (
            <Dispensable>
              <OpeningHours calendar={inbox.calendar} />
            </Dispensable>
          )}
        </details>
      )}
    </div>
  )
}
