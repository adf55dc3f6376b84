import { useId, type ReactNode } from 'react'
import styles from './Select.module.css'

type SelectProps<Value extends string> = {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  hint?: ReactNode
  disabled?: boolean
}

/** One of a few, or of many: the browser's own, which every phone and screen reader knows. */
export function Select<Value extends string>({ label, value, options, onChange, hint, disabled }: SelectProps<Value>) {
  const fieldId = useId()
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={fieldId}>
        {label}
      </label>
      <select
        id={fieldId}
        className={styles.select}
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${fieldId}-hint` : undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${fieldId}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
