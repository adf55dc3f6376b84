import { useId, useState } from 'react'
import { en } from '@/i18n/en/index'
import { fr } from '@/i18n/fr/index'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { IconButton } from '@/ui/IconButton'
import { CloseIcon } from '@/ui/icons'
import { TextField } from '@/ui/TextField'
import styles from './OtherWords.module.css'

interface OtherWordsProps {
  locale: Locale
  strings: Record<string, string>
  onChange: (strings: Record<string, string>) => void
}

/** Every other word of the chat, to be said another way. */
export function OtherWords({ locale, strings, onChange }: OtherWordsProps) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const id = useId()
  const [query, setQuery] = useState('')
  const all = OURS[locale]
  const wanted = query.trim().toLocaleLowerCase(locale)
  const found = wanted
    ? Object.entries(all)
        .filter(([name, text]) => !(name in strings) && text.toLocaleLowerCase(locale).includes(wanted))
        .slice(0, 8)
    : []
  return (
    <div className={styles.words} role="group" aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {words.otherWords}
      </h3>
      <p className={styles.hint}>{words.otherWordsHint}</p>
      {Object.entries(strings).map(([name, text]) => (
        <div key={name} className={styles.one}>
          <TextField
            label={all[name] ?? name}
            value={text}
            maxLength={500}
            onChange={({ target }) => onChange({ ...strings, [name]: target.value })}
          />
          <IconButton
            label={words.asBefore(all[name] ?? name)}
            size="small"
            onClick={() => onChange(Object.fromEntries(Object.entries(strings).filter(([other]) => other !== name)))}
          >
            <CloseIcon size={14} />
          </IconButton>
        </div>
      ))}
      <TextField
        label={words.findWord}
        type="search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {found.length > 0 && (
        <ul className={styles.found}>
          {found.map(([name, text]) => (
            <li key={name}>
              <button
                type="button"
                className={styles.pick}
                onClick={() => {
                  onChange({ ...strings, [name]: text })
                  setQuery('')
                }}
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Words that are whole sentences; those made of parts are ours to order. */
function flat(words: object, prefix: string): [string, string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const path = `${prefix}.${name}`
    if (typeof value === 'string') return [[path, value] as [string, string]]
    return typeof value === 'object' && value !== null ? flat(value, path) : []
  })
}

const OURS: Record<Locale, Record<string, string>> = {
  en: Object.fromEntries([...flat(en.widget, 'widget'), ...flat(en.chat, 'chat')]),
  fr: Object.fromEntries([...flat(fr.widget, 'widget'), ...flat(fr.chat, 'chat')]),
}
