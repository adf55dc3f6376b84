import type { ReactNode } from 'react'
import styles from './VisuallyHidden.module.css'

/** Heard, not seen. What scrolls around it must be positioned, or it stands where it would without scrolling and makes the page longer. */
export function VisuallyHidden({ children, id }: { children: ReactNode; id?: string }) {
  return (
    <span className={styles.hidden} id={id}>
      {children}
    </span>
  )
}
