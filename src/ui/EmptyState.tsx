import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './EmptyState.module.css'

type EmptyStateProps = {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** One way on. */
  action?: ReactNode
  /** When something failed: it is read out. */
  role?: 'alert'
  className?: string
}

/** Nothing here, or nothing came: one friendly sentence, one way on. */
export function EmptyState({ icon, title, children, action, role, className }: EmptyStateProps) {
  return (
    <div className={classes(styles.state, className)} role={role}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.words}>{children}</div>}
      {action}
    </div>
  )
}
