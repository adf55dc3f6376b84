import type { CSSProperties } from 'react'
import styles from './LabelChip.module.css'

/** A label in its colour. The words are in the text's own, which can be read on any of them. */
export function LabelChip({ label }: { label: { name: string; color: string } }) {
  return (
    <span className={styles.chip} style={{ '--label': label.color } as CSSProperties}>
      {label.name}
    </span>
  )
}
