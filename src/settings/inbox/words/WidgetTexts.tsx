import { useId, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { Badge } from '@/ui/Badge'
import { TextField } from '@/ui/TextField'
import { CATALOGUE, GROUPS, type Group, type WidgetText } from './catalogue'
import { placeFault } from './places'
import { TextRow } from './TextRow'
import styles from './WidgetTexts.module.css'

type Strings = Readonly<Record<string, string>>

interface WidgetTextsProps {
  locale: Locale
  strings: Strings
  onChange: (strings: Record<string, string>) => void
}

/** Every other text of the chat, by what it is about, to be said another way. */
export function WidgetTexts({ locale, strings, onChange }: WidgetTextsProps) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const id = useId()
  const [query, setQuery] = useState('')
  const wanted = plain(query)
  const found = all(strings).filter((text) => wanted === '' || isFound(text, strings, wanted))
  const set = (key: string, said: string) => onChange({ ...without(strings, key), ...(said !== '' && { [key]: said }) })
  return (
    <div className={styles.words} role="group" aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {words.otherWords}
      </h3>
      <p className={styles.hint}>{words.otherWordsHint}</p>
      <TextField
        label={words.findWord}
        type="search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <output className={styles.hint}>{wanted !== '' && words.textsFound(found.length)}</output>
      {[...GROUPS, 'unknown' as const].map((group) => {
        const texts = found.filter((text) => text.group === group)
        return (
          texts.length > 0 && (
            <TextGroup
              key={group}
              name={words.textGroups[group]}
              texts={texts}
              locale={locale}
              strings={strings}
              isWanted={wanted !== ''}
              onChange={set}
            />
          )
        )
      })}
    </div>
  )
}

interface TextGroupProps {
  name: string
  texts: readonly AnyText[]
  locale: Locale
  strings: Strings
  /** It holds what was searched for: open, without being asked. */
  isWanted: boolean
  onChange: (key: string, said: string) => void
}

function TextGroup({ name, texts, locale, strings, isWanted, onChange }: TextGroupProps) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const [isOpened, setOpened] = useState(false)
  const isOpen = isOpened || isWanted
  const own = texts.filter(({ key }) => key in strings).length
  const wrong = texts.filter((text) => isWrong(text, strings)).length
  return (
    <details
      className={styles.group}
      open={isOpen}
      onToggle={({ currentTarget }) => !isWanted && setOpened(currentTarget.open)}
    >
      <summary className={styles.summary}>
        <span>{name}</span>
        {wrong > 0 && <Badge tone="warning">{words.textsWrong(wrong)}</Badge>}
        <span className={styles.count}>{own > 0 ? words.textsOwn(own, texts.length) : texts.length}</span>
      </summary>
      {isOpen && (
        <div className={styles.texts}>
          {texts.map((text) => (
            <TextRow
              key={text.key}
              text={text}
              locale={locale}
              said={strings[text.key] ?? ''}
              onChange={(said) => onChange(text.key, said)}
            />
          ))}
        </div>
      )}
    </details>
  )
}

/** One of ours, or one that was set by `update_inbox()` and is in no group here. */
export type AnyText = Omit<WidgetText, 'group'> & { group: Group | 'unknown' }

const OURS: readonly AnyText[] = CATALOGUE
const KNOWN = new Set(CATALOGUE.map(({ key }) => key))

function all(strings: Strings): readonly AnyText[] {
  const others = Object.keys(strings).filter((key) => !KNOWN.has(key))
  if (others.length === 0) return OURS
  return [...OURS, ...others.map((key) => ({ key, group: 'unknown' as const, ours: { en: key, fr: key }, places: [] }))]
}

/** Whether something must be mended in it before it can be kept. */
export function hasWrongTexts(strings: Strings): number {
  return OURS.filter((text) => isWrong(text, strings)).length
}

function isWrong({ key, places, group }: AnyText, strings: Strings): boolean {
  return group !== 'unknown' && placeFault(key, strings[key] ?? '', places) !== null
}

function isFound({ key, ours }: AnyText, strings: Strings, wanted: string): boolean {
  return [key, ours.en, ours.fr, strings[key] ?? ''].some((text) => plain(text).includes(wanted))
}

function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'")
}

function without(strings: Strings, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(strings).filter(([other]) => other !== key))
}
