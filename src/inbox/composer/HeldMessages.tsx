import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { heldForMs, type Unsent } from '@/chat/lanes'
import { useI18n } from '@/i18n/I18nProvider'
import { after } from '@/lib/time'
import { Button } from '@/ui/Button'
import { UNDO_MS } from './sending'
import styles from './HeldMessages.module.css'

interface HeldMessagesProps {
  conversationId: string
  /** The text goes back to where it was written. */
  onTakeBack: (body: string) => void
  /** Nothing is being written that Ctrl+Z could be meant for. */
  canUndoByKey: boolean
}

/** The message that has not left yet, and the way to take it back. */
export function HeldMessages({ conversationId, onTakeBack, canUndoByKey }: HeldMessagesProps) {
  const { t } = useI18n()
  const chat = useChat()
  const { entries } = useSyncExternalStore(chat.outbox.state.subscribe, chat.outbox.state.get)
  const held = useStillHeld(
    entries.findLast(
      (entry) => entry.conversation_id === conversationId && entry.leaves_at !== undefined && !entry.failure,
    ),
  )

  function undo() {
    if (!held) return
    chat.discard(held.id)
    if (held.attachments) chat.attachments.giveBack(conversationId, held.attachments)
    onTakeBack(held.body)
  }
  const undoByKey = useEffectEvent(undo)
  useEffect(() => {
    if (!canUndoByKey || !held) return undefined
    const listener = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      undoByKey()
    }
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [canUndoByKey, held])

  if (!held) return null
  return (
    <div className={styles.held}>
      <span className={styles.bar} style={{ animationDuration: `${UNDO_MS}ms` }} key={held.id} />
      <output>{held.afterwards === 'close' ? t.composer.heldAndClose : t.composer.held}</output>
      <Button size="small" look="quiet" aria-keyshortcuts="Control+Z" onClick={undo}>
        {t.composer.undo}
      </Button>
    </div>
  )
}

/** Nothing from the moment at which it leaves. */
function useStillHeld(entry: Unsent | undefined): Unsent | null {
  const [gone, setGone] = useState<string | null>(null)
  useEffect(() => {
    if (!entry) return undefined
    return after(heldForMs(entry, Date.now()), () => setGone(entry.id))
  }, [entry])
  return entry && entry.id !== gone ? entry : null
}
