import { lazy, Suspense, useCallback, useEffect, useId, useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { on, together } from '@/lib/undo'
import { IconButton } from '@/ui/IconButton'
import { Spinner } from '@/ui/Spinner'
import { EmojiBoundary } from './EmojiBoundary'
import { EmojiIcon } from './icons'
import styles from './EmojiButton.module.css'

const EmojiPicker = lazy(() => import('./EmojiPicker'))

/** Opens the emoji. They are fetched when they are first wanted, and from our own origin. */
export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  const close = useCallback((giveFocusBack: boolean) => {
    setOpen(false)
    if (giveFocusBack) button.current?.focus()
  }, [])

  useEffect(() => {
    if (!isOpen) return undefined
    return together(
      on(document, 'pointerdown', (event) => {
        if (!place.current?.contains(event.target as Node)) close(false)
      }),
      on(place.current ?? document, 'keydown', (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return
        event.stopPropagation() // the panel around the chat stays
        close(true)
      }),
    )
  }, [isOpen, close])

  const choose = useCallback(
    (emoji: string) => {
      close(false)
      onChoose(emoji)
    },
    [close, onChoose],
  )

  return (
    <div ref={place} className={styles.place}>
      <IconButton
        ref={button}
        label={t.chat.emoji}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <EmojiIcon />
      </IconButton>
      {isOpen && (
        <div id={panelId} className={styles.panel} role="dialog" aria-label={t.chat.emoji}>
          <EmojiBoundary>
            <Suspense
              fallback={
                <p className={styles.loading} role="status">
                  <Spinner /> {t.chat.emojiLoading}
                </p>
              }
            >
              <EmojiPicker onChoose={choose} />
            </Suspense>
          </EmojiBoundary>
        </div>
      )}
    </div>
  )
}
