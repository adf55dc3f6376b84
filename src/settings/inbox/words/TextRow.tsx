import { useRef } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { IconButton } from '@/ui/IconButton'
import { ReopenIcon } from '@/ui/icons'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import { filledWith, placeFault, type Place } from './places'
import type { AnyText } from './WidgetTexts'
import styles from './TextRow.module.css'

interface TextRowProps {
  text: AnyText
  /** The language that is written. */
  locale: Locale
  said: string
  onChange: (said: string) => void
}

/** One text: called by what we say in the reader's language, with ours of the written language where nothing else is written. */
export function TextRow({ text, locale, said, onChange }: TextRowProps) {
  const { t, locale: spoken } = useI18n()
  const words = t.settings.inbox
  const row = useRef<HTMLDivElement>(null)
  const { key, places } = text
  const samples = places.map((place, i) => words.placeSamples[place === 'name' && i > 0 ? 'otherName' : place])
  // One is one: the form for it is shown with it.
  const shown = key.endsWith('.one') ? ['1'] : samples
  const ours = text.ours[locale]
  const fault = placeFault(key, said, places)
  const fields = {
    label: filledWith(text.ours[spoken], shown),
    value: said,
    placeholder: ours,
    lang: locale,
    dir: 'auto',
    maxLength: 1000,
    hint: places.length > 0 && (
      <>
        {words.mayHold(listed(places, words.placeNames), key.endsWith('.one'))}
        {said.trim() !== '' && (
          <>
            {' '}
            {words.reads} <q lang={locale}>{filledWith(said, shown)}</q>
          </>
        )}
      </>
    ),
    error: fault && (fault.fault === 'missing' ? words.placeMissing(fault.place) : words.placeUnknown(fault.place)),
  }
  return (
    <div ref={row} className={styles.row}>
      {ours.length > 60 ? (
        <TextArea rows={2} {...fields} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <TextField {...fields} onChange={({ target }) => onChange(target.value)} />
      )}
      {said !== '' && (
        <IconButton
          className={styles.reset}
          label={words.asBefore(fields.label)}
          size="small"
          onClick={() => {
            onChange('')
            row.current?.querySelector<HTMLElement>('input, textarea')?.focus() // the button goes
          }}
        >
          <ReopenIcon size={14} />
        </IconButton>
      )}
    </div>
  )
}

function listed(places: readonly Place[], names: Record<Place, string>): string {
  return places.map((place, i) => `{${i + 1}} (${names[place]})`).join(', ')
}
