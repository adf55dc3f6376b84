import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SubmitEvent,
} from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { SendIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { AttachButton } from './attachments/AttachButton'
import { AttachmentTray } from './attachments/AttachmentTray'
import { usePendingFiles } from './attachments/useAttachments'
import { checkBody, COUNT_FROM, isTooMuch, lengthOf, MAX_BODY, refuseTooMuch } from './body'
import { useChat } from './ChatProvider'
import { EmojiButton } from './EmojiButton'
import styles from './MessageInput.module.css'
import type { SendOptions } from './model'
import { useDraft } from './useDraft'

interface MessageInputProps {
  conversationId: string
  /** @returns null when there was nothing to send */
  onSend: (body: string, options: Pick<SendOptions, 'attachments'>) => string | null
  onTyping: () => void
  placeholder?: string
  takesFocus?: boolean
  /** More buttons beside the emoji. */
  children?: ReactNode
}

/** Where a message is written. Enter sends, Shift+Enter begins a line; what isn't sent is kept. */
export function MessageInput({
  conversationId,
  onSend,
  onTyping,
  placeholder,
  takesFocus = false,
  children,
}: MessageInputProps) {
  const { t, formatNumber } = useI18n()
  const { attachments } = useChat()
  const files = usePendingFiles(conversationId)
  const [text, setText] = useDraft(conversationId)
  const [complained, setComplaint] = useState<'blank' | 'too_long' | 'too_much' | 'not_ready' | null>(null)
  const complaint = complained === 'not_ready' && files.every(({ state }) => state === 'ready') ? null : complained
  const box = useRef<HTMLTextAreaElement>(null)
  const helpId = useId()
  const length = text.length > COUNT_FROM / 2 ? lengthOf(text.trim()) : 0
  const isBlank = text.trim() === '' && files.length === 0

  useLayoutEffect(() => {
    if (box.current) fitHeight(box.current)
  })
  useEffect(() => {
    if (takesFocus) box.current?.focus()
  }, [takesFocus])

  const write = useCallback(
    (next: string) => {
      setText(next)
      setComplaint(null)
      if (next.trim() !== '') onTyping()
    },
    [setText, onTyping],
  )

  function send() {
    const checked = checkBody(text)
    if (!checked.ok && (checked.reason === 'too_long' || files.length === 0)) {
      setComplaint(checked.reason)
      return
    }
    const taken = attachments.take(conversationId)
    if (!taken) {
      setComplaint('not_ready')
      return
    }
    if (onSend(text, { attachments: taken }) === null) return attachments.giveBack(conversationId, taken)
    setText('')
    setComplaint(null)
  }

  function submit(event: SubmitEvent) {
    event.preventDefault()
    send()
    box.current?.focus()
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // While a word is composed (Japanese, Chinese, Korean), Enter chooses it. Safari tells only by the old code.
    if (
      event.key !== 'Enter' ||
      event.shiftKey ||
      event.altKey ||
      event.nativeEvent.isComposing ||
      event.keyCode === IME_KEYCODE
    )
      return
    event.preventDefault()
    send()
  }

  const insert = useCallback(
    (emoji: string) => {
      const field = box.current
      if (!field) return
      const at = field.selectionStart
      write(field.value.slice(0, at) + emoji + field.value.slice(field.selectionEnd))
      requestAnimationFrame(() => {
        field.focus()
        field.setSelectionRange(at + emoji.length, at + emoji.length)
      })
    },
    [write],
  )

  const over = length - MAX_BODY
  return (
    <form className={styles.form} onSubmit={submit}>
      {(complaint || length > COUNT_FROM) && (
        <p
          id={helpId}
          className={styles.help}
          data-bad={complaint !== null || over > 0}
          role={complaint ? 'alert' : undefined}
        >
          {complaint === 'too_long' || complaint === 'too_much'
            ? t.chat[complaint === 'too_much' ? 'tooMuch' : 'tooLong'](formatNumber(MAX_BODY))
            : complaint === 'blank'
              ? t.chat.emptyMessage
              : complaint === 'not_ready'
                ? t.attachments[files.some(({ state }) => state === 'failed') ? 'notReadyFailed' : 'notReady']
                : over > 0
                  ? t.chat.charactersOver(over)
                  : t.chat.charactersLeft(-over)}
        </p>
      )}
      <AttachmentTray conversationId={conversationId} />
      <div className={styles.field}>
        <textarea
          ref={box}
          className={styles.text}
          aria-label={t.chat.message}
          aria-describedby={complaint || length > COUNT_FROM ? helpId : undefined}
          aria-invalid={complaint === 'too_long' || over > 0 || undefined}
          placeholder={placeholder ?? t.chat.placeholder}
          rows={1}
          dir={text === '' ? undefined : 'auto'} // empty, the hint in it runs as all around it
          enterKeyHint="send"
          value={text}
          onChange={({ target }) => {
            if (!isTooMuch(target.value, text)) return write(target.value)
            target.value = text
            setComplaint('too_much')
          }}
          onPaste={(event) => refuseTooMuch(event, event.clipboardData) && setComplaint('too_much')}
          onDrop={(event) => refuseTooMuch(event, event.dataTransfer) && setComplaint('too_much')}
          onKeyDown={press}
        />
        <div className={styles.tools}>
          {children}
          <AttachButton conversationId={conversationId} onChosen={() => box.current?.focus()} />
          <EmojiButton onChoose={insert} onLeave={() => box.current?.focus()} />
          <IconButton
            label={t.chat.send}
            type="submit"
            className={styles.send}
            disabled={isBlank}
            onMouseDown={keepFocus}
          >
            <SendIcon />
          </IconButton>
        </div>
      </div>
    </form>
  )
}

const IME_KEYCODE = 229

// A press on the button takes the keyboard of a phone away, and brings it back a moment later.
function keepFocus(event: { preventDefault: () => void }) {
  event.preventDefault()
}

function fitHeight(box: HTMLTextAreaElement) {
  if (CSS.supports?.('field-sizing', 'content')) return // the style does it
  box.style.blockSize = 'auto'
  box.style.blockSize = `${box.scrollHeight}px`
}
