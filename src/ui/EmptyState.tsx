import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './EmptyState.module.css'

type EmptyStateProps = {
  icon?: ReactNode
  title: string
  /** Where it is the whole page, its title is the page's heading. */
  heading?: 'h1' | 'p'
  children?: ReactNode
  /** One way on. */
  action?: ReactNode
  /** When something failed: it is read out. */
  role?: 'alert'
  className?: string
}

/** Nothing here, or nothing came: one friendly sentence, one way on. */
export function EmptyState({ icon, title, heading: Title = 'p', children, action, role, className }: EmptyStateProps) {
  return (
    <div className={classes(styles.state, className)} role={role}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.words}>{children}</div>}
      {action}
    </div>
  )
}
