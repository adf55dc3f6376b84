import { useId, useRef, useState, type SubmitEvent } from 'react'
import type { FormField } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import { useAnswers } from '../AnswersContext'
import { errorsIn, labelOf, type FieldError } from './form'
import styles from './PreChatForm.module.css'

/** What a team asks before the first message. Kept while it is filled in, over a reload too. */
export function PreChatForm({ fields }: { fields: readonly FormField[] }) {
  const { t } = useI18n()
  const { current, write, finish } = useAnswers()
  const [errors, setErrors] = useState<Record<string, FieldError>>({})
  const form = useRef<HTMLFormElement>(null)
  const values = current?.values ?? {}

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const found = errorsIn(fields, values)
    setErrors(found)
    const first = fields.find(({ key }) => found[key])
    if (!first) return finish()
    const control = form.current?.elements.namedItem(first.key)
    if (control instanceof HTMLElement) control.focus()
  }

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate aria-label={t.widget.formIntro}>
      <p>{t.widget.formIntro}</p>
      {fields.map((field) => (
        <Field
          key={field.key}
          field={field}
          value={values[field.key]}
          error={errors[field.key]}
          onChange={(value) => {
            write(field.key, value)
            setErrors(({ [field.key]: _mended, ...rest }) => rest)
          }}
        />
      ))}
      <Button look="primary" size="large" type="submit">
        {t.widget.formStart}
      </Button>
    </form>
  )
}

interface FieldProps {
  field: FormField
  value: string | boolean | undefined
  error: FieldError | undefined
  onChange: (value: string | boolean) => void
}

const AUTOCOMPLETE: Record<string, string> = { name: 'name', email: 'email', phone: 'tel' }

function Field({ field, value, error, onChange }: FieldProps) {
  const { t, locale } = useI18n()
  const id = useId()
  const label = labelOf(field, locale, t.widget)
  const words = error && t.widget[error]
  const described = words ? `${id}-error` : undefined
  if (field.type === 'checkbox')
    return (
      <div className={styles.field}>
        <label className={styles.check}>
          <input
            type="checkbox"
            name={field.key}
            checked={value === true}
            aria-invalid={Boolean(words) || undefined}
            aria-describedby={described}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span dir="auto">{label}</span>
        </label>
        <Complaint id={described} words={words} />
      </div>
    )
  if (field.type === 'choice')
    return (
      <div className={styles.field}>
        <label htmlFor={id} className={styles.label} dir="auto">
          {label}
        </label>
        <select
          id={id}
          name={field.key}
          className={styles.select}
          value={typeof value === 'string' ? value : ''}
          aria-invalid={Boolean(words) || undefined}
          aria-describedby={described}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t.widget.choose}</option>
          {field.options?.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
        <Complaint id={described} words={words} />
      </div>
    )
  return (
    <TextField
      label={label}
      name={field.key}
      type={{ email: 'email', phone: 'tel', text: 'text' }[field.type]}
      autoComplete={AUTOCOMPLETE[field.key]}
      dir="auto"
      maxLength={300}
      value={typeof value === 'string' ? value : ''}
      error={words}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function Complaint({ id, words }: { id: string | undefined; words: string | undefined }) {
  return (
    words && (
      <p id={id} className={styles.error}>
        {words}
      </p>
    )
  )
}
