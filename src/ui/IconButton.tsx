import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import styles from './IconButton.module.css'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** Its name, for those who hear it, and its hint for those who point at it. */
  label: string
  children: ReactNode
  size?: 'small' | 'medium'
}

/** A button that is only a picture. */
export function IconButton({ label, children, size = 'medium', className, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...props}
      className={classes(styles.button, styles[size], className)}
    >
      {children}
    </button>
  )
}
