import { useEffect, useRef, useState } from 'react'
import { useContactActions } from '@/chat/useContactActions'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError } from '@/lib/errors'
import { on } from '@/lib/undo'
import { Button } from '@/ui/Button'
import styles from './cards.module.css'

/** Asks whether the conversation shall really end. */
export function EndCard({ conversationId, onDone }: { conversationId: string; onDone: () => void }) {
  const { t } = useI18n()
  const { end } = useContactActions()
  const [error, setError] = useState<string | null>(null)
  const [isEnding, setEnding] = useState(false)
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = card
    current?.querySelector<HTMLElement>('button')?.focus()
    return current
      ? on(current, 'keydown', (event) => {
          if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return
          event.preventDefault() // leaves this, not the whole chat
          onDone()
        })
      : undefined
  }, [onDone])

  async function confirm() {
    setEnding(true)
    try {
      await end(conversationId)
      onDone()
    } catch (thrown) {
      setError(errorText(t, asCauserieError(thrown)))
      setEnding(false)
    }
  }

  return (
    <div ref={card} role="alertdialog" aria-label={t.widget.endAsk} className={styles.card}>
      <p>{t.widget.endAsk}</p>
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onDone}>{t.widget.endNo}</Button>
        <Button look="danger" busy={isEnding} onClick={() => void confirm()}>
          {t.widget.endYes}
        </Button>
      </div>
    </div>
  )
}
