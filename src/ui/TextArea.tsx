import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './TextField.module.css'

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id'> & {
  label: string
  hint?: ReactNode
  error?: string | null
}

/** As `TextField`, for more than a line; it grows with what is written. */
export function TextArea({ label, hint, error, ...props }: TextAreaProps) {
  const id = useId()
  const below = error ?? hint
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        rows={3}
        {...props}
        id={id}
        className={`${styles.input} ${styles.area}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={below ? `${id}-below` : undefined}
      />
      {below && (
        <p id={`${id}-below`} className={error ? styles.error : styles.hint}>
          {below}
        </p>
      )}
    </div>
  )
}
