import { lazy, Suspense, useCallback, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { on, together } from '@/lib/undo'
import { EmojiIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { Spinner } from '@/ui/Spinner'
import { EmojiBoundary } from './EmojiBoundary'
import { hearEmojiKeys } from './emojiKeys'
import styles from './EmojiButton.module.css'

const EmojiPicker = lazy(() => import('./EmojiPicker'))

interface EmojiButtonProps {
  onChoose: (emoji: string) => void
  /** Left by keyboard without a choice: who has opened them writes on. */
  onLeave: () => void
}

/** Opens the emoji. They are fetched when they are first wanted, and from our own origin. */
export function EmojiButton({ onChoose, onLeave }: EmojiButtonProps) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const panelId = useId()

  const leave = useEffectEvent(() => {
    setOpen(false)
    onLeave()
  })

  useEffect(() => {
    if (!isOpen || !place.current) return undefined
    return together(
      on(document, 'pointerdown', (event) => {
        if (!place.current?.contains(event.target as Node)) setOpen(false)
      }),
      hearEmojiKeys(place.current, () => leave()),
    )
  }, [isOpen])

  const choose = useCallback(
    (emoji: string) => {
      setOpen(false)
      onChoose(emoji)
    },
    [onChoose],
  )

  return (
    <div ref={place} className={styles.place}>
      <IconButton
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
