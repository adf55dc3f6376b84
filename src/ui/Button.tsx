import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import { Spinner } from './Spinner'
import styles from './Button.module.css'

export type ButtonProps = ComponentProps<'button'> & {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'medium' | 'large'
  icon?: ReactNode
  /** Shows a spinner and refuses clicks; the button keeps its width, its name and the focus. */
  busy?: boolean
  /** Refuses clicks for a moment without looking any different: what stood here a moment ago was another button. */
  settling?: boolean
}

export function Button({
  look = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  settling = false,
  className,
  children,
  onClick,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-disabled={busy || settling || undefined}
      data-settling={settling || undefined}
      aria-busy={busy || undefined}
      className={classes(styles.button, styles[look], styles[size], className)}
      onClick={(event) => {
        // A key names the button that it presses: only a pointer can hit another one than was meant.
        if (busy || (settling && event.detail > 0)) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}
