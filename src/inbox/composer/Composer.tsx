import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type SubmitEvent } from 'react'
import { AttachButton } from '@/chat/attachments/AttachButton'
import { AttachmentTray } from '@/chat/attachments/AttachmentTray'
import { usePendingFiles } from '@/chat/attachments/useAttachments'
import { checkBody, COUNT_FROM, isTooMuch, lengthOf, MAX_BODY } from '@/chat/body'
import { useChat } from '@/chat/ChatProvider'
import { EmojiButton } from '@/chat/EmojiButton'
import { Markdown } from '@/chat/markdown/Markdown'
import type { ChatMessages } from '@/chat/model'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { useAgents, useDesk } from '../useDesk'
import { INSERT } from '../insert'
import { ComposerField } from './ComposerField'
import { HeldMessages } from './HeldMessages'
import { mentionedIn } from '@/chat/mentions'
import { ModeSwitch, type Mode } from './ModeSwitch'
import { SendButtons } from './SendButtons'
import { UNDO_MS, useSending } from './sending'
import { useCanned } from './useCanned'
import { useKeptDraft } from './useKeptDraft'
import styles from './Composer.module.css'

interface ComposerProps {
  row: InboxConversation
  chat: ChatMessages
  takesFocus: boolean
}

/** Where the team writes: to the customer, or a note among itself. Each keeps its own draft, and they look nothing alike. */
export function Composer({ row, chat, takesFocus }: ComposerProps) {
  const { t, formatNumber } = useI18n()
  const { meId } = useDesk()
  const agents = useAgents()
  const [mode, setMode] = useState<Mode>('reply')
  const [reply, setReply] = useKeptDraft(row.id, 'reply')
  const [note, setNote] = useKeptDraft(row.id, 'note')
  const { attachments } = useChat()
  const files = usePendingFiles(row.id)
  const [complained, setComplaint] = useState<'blank' | 'too_long' | 'too_much' | 'not_ready' | null>(null)
  const complaint = complained === 'not_ready' && files.every(({ state }) => state === 'ready') ? null : complained
  const [isPreviewed, setPreviewed] = useState(false)
  const [sending] = useSending()
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = mode === 'reply' ? [reply, setReply] : [note, setNote]

  useEffect(() => {
    if (takesFocus) box.current?.focus()
  }, [takesFocus])
  const [focusAsked, setFocusAsked] = useState(0)
  useLayoutEffect(() => {
    if (focusAsked > 0) box.current?.focus()
  }, [focusAsked])

  function write(next: string) {
    if (isTooMuch(next, text)) return setComplaint('too_much')
    setText(next)
    setComplaint(null)
    if (mode === 'reply' && next.trim() !== '') chat.startTyping() // of notes the customer learns nothing
  }

  function choose(next: Mode) {
    setMode(next)
    setComplaint(null)
    setFocusAsked((times) => times + 1)
  }

  function send(thenClose: boolean) {
    const checked = checkBody(text)
    const hasFiles = mode === 'reply' && files.length > 0
    if (!checked.ok && (checked.reason === 'too_long' || !hasFiles)) {
      setComplaint(checked.reason)
      return
    }
    if (mode === 'note') chat.addNote(text, mentionedIn(text, mentionable))
    else {
      const taken = attachments.take(row.id)
      if (!taken) {
        setComplaint('not_ready')
        return
      }
      const held = thenClose || sending.undo ? { holdMs: UNDO_MS } : {}
      chat.sendMessage(text, { ...held, ...(thenClose && { afterwards: 'close' }), attachments: taken })
    }
    setText('')
    setComplaint(null)
  }

  function takeBack(body: string) {
    setMode('reply')
    setReply(reply.trim() === '' ? body : `${body}\n${reply}`)
    setFocusAsked((times) => times + 1)
  }

  function insert(emoji: string) {
    const field = box.current
    if (!field) return
    const at = field.selectionStart
    write(field.value.slice(0, at) + emoji + field.value.slice(field.selectionEnd))
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(at + emoji.length, at + emoji.length)
    })
  }

  const hearInsert = useEffectEvent((event: Event) => {
    if (event instanceof CustomEvent && typeof event.detail === 'string') insert(event.detail)
  })
  useEffect(() => {
    const listener = (event: Event) => hearInsert(event)
    window.addEventListener(INSERT, listener)
    return () => window.removeEventListener(INSERT, listener)
  }, [])

  const mentionable = [...agents.values()]
    .filter((agent) => agent.removed_at === null)
    .map((agent) => ({ id: agent.user_id, name: agent.name }))
  const length = text.length > COUNT_FROM / 2 ? lengthOf(text.trim()) : 0
  const over = length - MAX_BODY
  const help =
    complaint === 'too_long' || complaint === 'too_much'
      ? t.chat[complaint === 'too_much' ? 'tooMuch' : 'tooLong'](formatNumber(MAX_BODY))
      : complaint === 'blank'
        ? t.chat.emptyMessage
        : complaint === 'not_ready'
          ? t.attachments[files.some(({ state }) => state === 'failed') ? 'notReadyFailed' : 'notReady']
          : length > COUNT_FROM
            ? over > 0
              ? t.chat.charactersOver(over)
              : t.chat.charactersLeft(-over)
            : null

  return (
    <form
      className={styles.form}
      data-mode={mode}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        send(false)
        box.current?.focus()
      }}
    >
      <HeldMessages conversationId={row.id} onTakeBack={takeBack} canUndoByKey={text === ''} />
      {help && (
        <p
          id="composer-help"
          className={styles.help}
          data-bad={complaint !== null || over > 0}
          role={complaint ? 'alert' : undefined}
        >
          {help}
        </p>
      )}
      <AttachmentTray conversationId={row.id} />
      <div className={styles.field}>
        <div className={styles.head}>
          <ModeSwitch mode={mode} onChoose={choose} waiting={{ reply: reply !== '', note: note !== '' }} />
          <Button
            size="small"
            look="quiet"
            aria-pressed={isPreviewed}
            title={t.composer.previewHint}
            onClick={() => setPreviewed(!isPreviewed)}
          >
            {t.composer.preview}
          </Button>
        </div>
        <ComposerField
          ref={box}
          row={row}
          mode={mode}
          text={text}
          invalid={complaint === 'too_long' || over > 0}
          describedBy={help ? 'composer-help' : undefined}
          canned={useCanned(row)}
          people={mentionable.filter(({ id }) => id !== meId)}
          onWrite={write}
          onTooMuch={() => setComplaint('too_much')}
          onSend={send}
          onSwitch={() => choose(mode === 'reply' ? 'note' : 'reply')}
        />
        {isPreviewed && text.trim() !== '' && (
          <section className={styles.preview} aria-label={t.composer.preview}>
            <Markdown text={text.trim()} />
          </section>
        )}
        <div className={styles.tools}>
          {mode === 'reply' && <AttachButton conversationId={row.id} onChosen={() => box.current?.focus()} />}
          <EmojiButton onChoose={insert} onLeave={() => box.current?.focus()} />
          <span className={styles.spring} />
          <SendButtons
            mode={mode}
            disabled={text.trim() === '' && (mode === 'note' || files.length === 0)}
            onSendAndClose={() => send(true)}
          />
        </div>
      </div>
    </form>
  )
}
