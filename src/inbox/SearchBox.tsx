import { useEffect, useEffectEvent, useState, type Ref } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { after } from '@/lib/time'
import { IconButton } from '@/ui/IconButton'
import { CloseIcon, SearchIcon } from '@/ui/icons'
import styles from './SearchBox.module.css'

const DEBOUNCE_MS = 200

interface SearchBoxProps {
  value: string
  onSearch: (query: string) => void
  /** Escape in the empty box. */
  onLeave: () => void
  ref: Ref<HTMLInputElement>
}

/** Searches while one types, once a pause is made. */
export function SearchBox({ value, onSearch, onLeave, ref }: SearchBoxProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState(value)
  const [given, setGiven] = useState(value)
  // What was asked for and is not yet the address, which follows slowly: it must neither be asked for again nor take back what was typed since.
  const [asked, setAsked] = useState<string[]>([])
  if (given !== value) {
    setGiven(value)
    setAsked(asked.slice(asked.indexOf(value) + 1))
    if (!asked.includes(value)) setTyped(value) // changed from outside: a tab was chosen, or one went back
  }

  function ask(query: string) {
    setAsked([...asked, query])
    onSearch(query)
  }
  const search = useEffectEvent((query: string) => {
    if (query !== (asked.at(-1) ?? value)) ask(query)
  })
  useEffect(() => after(DEBOUNCE_MS, () => search(typed.trim())), [typed])

  function clear() {
    setTyped('')
    ask('')
  }

  return (
    <div className={styles.box}>
      <span className={styles.icon}>
        <SearchIcon size={16} />
      </span>
      <input
        ref={ref}
        className={styles.input}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        aria-label={t.inbox.search}
        aria-keyshortcuts="/"
        placeholder={t.inbox.searchHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (typed) clear()
          else onLeave()
        }}
      />
      {typed ? (
        <IconButton size="small" className={styles.clear} label={t.inbox.clearSearch} onClick={clear}>
          <CloseIcon size={14} />
        </IconButton>
      ) : (
        <kbd className={styles.key} aria-hidden="true">
          /
        </kbd>
      )}
    </div>
  )
}
