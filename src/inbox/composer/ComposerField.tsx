import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { flushSync } from 'react-dom'
import { refuseTooMuch } from '@/chat/body'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { usePreferences } from '../usePreferences'
import type { Mentionable } from '@/chat/mentions'
import type { Mode } from './ModeSwitch'
import { keyMeans } from './sending'
import { SuggestionList } from './SuggestionList'
import { askedFor, matching, type Asked } from './suggesting'
import type { Canned } from './useCanned'
import styles from './Composer.module.css'

interface ComposerFieldProps {
  ref: Ref<HTMLTextAreaElement>
  row: InboxConversation
  mode: Mode
  text: string
  invalid: boolean
  describedBy: string | undefined
  people: readonly Mentionable[]
  canned: readonly Canned[]
  onWrite: (text: string) => void
  onTooMuch: () => void
  onSend: (thenClose: boolean) => void
  onSwitch: () => void
}

/** The text itself, with what `@` and `/` ask for above it. */
export function ComposerField(props: ComposerFieldProps) {
  const { ref, mode, text, invalid, describedBy, onWrite, onTooMuch, onSend, onSwitch } = props
  const { t } = useI18n()
  const [{ send_with: sendWith }] = usePreferences()
  const box = useRef<HTMLTextAreaElement>(null)
  const suggestions = useSuggestions(props, box)
  const listId = useId()

  useLayoutEffect(() => {
    if (box.current) fitHeight(box.current)
  })

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // While a word is composed (Japanese, Chinese, Korean), Enter chooses it. Safari tells only by the old code.
    if (event.nativeEvent.isComposing || event.keyCode === IME_KEYCODE) return
    if (suggestions.press(event)) return
    if (event.altKey && event.code === 'KeyN') {
      event.preventDefault()
      onSwitch()
      return
    }
    const meaning = keyMeans(event, sendWith)
    if (!meaning) return
    event.preventDefault()
    onSend(meaning === 'send_and_close' && mode === 'reply')
  }

  return (
    <>
      {suggestions.list.length > 0 && (
        <SuggestionList
          id={listId}
          label={suggestions.label}
          suggestions={suggestions.list}
          active={suggestions.active}
          onChoose={suggestions.choose}
        />
      )}
      <textarea
        ref={(element) => {
          box.current = element
          if (typeof ref === 'function') ref(element)
          else if (ref) ref.current = element
        }}
        className={styles.text}
        aria-label={mode === 'reply' ? t.chat.message : t.composer.noteField}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-controls={suggestions.list.length > 0 ? listId : undefined}
        aria-activedescendant={suggestions.list.length > 0 ? `${listId}-${suggestions.active}` : undefined}
        placeholder={mode === 'reply' ? t.composer.replyHint : t.composer.noteHint}
        rows={1}
        dir="auto"
        enterKeyHint={sendWith === 'enter' ? 'send' : 'enter'}
        value={text}
        onChange={(event) => {
          onWrite(event.target.value)
          suggestions.look(event.target)
        }}
        onSelect={(event) => suggestions.look(event.currentTarget)}
        onBlur={suggestions.close}
        onPaste={(event) => refuseTooMuch(event, event.clipboardData) && onTooMuch()}
        onDrop={(event) => refuseTooMuch(event, event.dataTransfer) && onTooMuch()}
        onKeyDown={press}
      />
    </>
  )
}

const IME_KEYCODE = 229
const SUGGESTIONS_MAX = 8

/** What the word at the cursor asks for, and the keys that choose it. */
function useSuggestions(
  { mode, text, people, canned, onWrite }: ComposerFieldProps,
  box: { current: HTMLTextAreaElement | null },
) {
  const { t } = useI18n()
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const asked = caret === null ? null : askedFor(text, caret, mode === 'note' ? ['mention', 'canned'] : ['canned'])
  const key = asked && `${asked.kind}:${asked.from}`
  const list = asked && key !== dismissed ? suggestionsFor(asked, people, canned) : []
  const at = Math.min(active, Math.max(0, list.length - 1))

  function choose(index: number) {
    const words = list[index]?.words
    if (!asked || words === undefined) return
    const end = asked.from + words.length
    // At once: a frame later, what is typed or selected meanwhile would lose its place.
    flushSync(() => {
      onWrite(text.slice(0, asked.from) + words + text.slice(asked.to))
      setCaret(null)
    })
    box.current?.setSelectionRange(end, end)
  }

  return {
    list,
    active: at,
    label: asked?.kind === 'canned' ? t.composer.canned : t.composer.people,
    choose,
    look(field: HTMLTextAreaElement) {
      const next = field.selectionStart === field.selectionEnd ? field.selectionStart : null
      if (next === caret) return
      setCaret(next)
      setActive(0)
    },
    close: () => setCaret(null),
    /** @returns whether the key was ours */
    press(event: KeyboardEvent): boolean {
      if (list.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false
      switch (event.key) {
        case 'ArrowDown':
          setActive((at + 1) % list.length)
          break
        case 'ArrowUp':
          setActive((at - 1 + list.length) % list.length)
          break
        case 'Enter':
        case 'Tab':
          if (event.shiftKey) return false
          choose(at)
          break
        case 'Escape':
          setDismissed(key)
          break
        default:
          return false
      }
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

function suggestionsFor(asked: Asked, people: readonly Mentionable[], canned: readonly Canned[]) {
  if (asked.kind === 'mention') {
    return matching(people, asked.query, ({ name }) => name, SUGGESTIONS_MAX).map(({ id, name }) => ({
      id,
      title: name,
      icon: <Avatar name={name} seed={id} size={24} />,
      words: `@${name} `,
    }))
  }
  return matching(canned, asked.query, ({ shortcut, title }) => `${shortcut} ${title}`, SUGGESTIONS_MAX).map(
    ({ id, shortcut, title, text }) => ({ id, title: `/${shortcut}`, detail: `${title} · ${text}`, words: text }),
  )
}

function fitHeight(box: HTMLTextAreaElement) {
  if (CSS.supports?.('field-sizing', 'content')) return // the style does it
  box.style.blockSize = 'auto'
  box.style.blockSize = `${box.scrollHeight}px`
}
