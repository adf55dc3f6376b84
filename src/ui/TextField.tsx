import { useId, type ComponentProps, type ReactNode } from 'react'
import { classes } from './classes'
import styles from './TextField.module.css'

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  hint?: ReactNode
  /** Shown below and tied to the field. */
  error?: string | null
}

export function TextField({ label, hint, error, className, ...props }: TextFieldProps) {
  const id = useId()
  const below = error ?? hint
  return (
    <div className={classes(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        {...props}
        id={id}
        className={styles.input}
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
