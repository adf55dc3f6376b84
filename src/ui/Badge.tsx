import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './Badge.module.css'

type BadgeProps = { children: ReactNode; tone?: 'unread' | 'neutral' | 'warning' | 'good'; className?: string }

/** A small count or word. */
export function Badge({ children, tone = 'neutral', className }: BadgeProps) {
  return <span className={classes(styles.badge, styles[tone], className)}>{children}</span>
}
