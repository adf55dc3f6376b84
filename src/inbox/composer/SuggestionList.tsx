import type { ReactNode } from 'react'
import { classes } from '@/ui/classes'
import styles from './SuggestionList.module.css'

interface Suggestion {
  id: string
  title: string
  detail?: string
  icon?: ReactNode
}

interface SuggestionListProps {
  id: string
  label: string
  suggestions: readonly Suggestion[]
  /** Index of the one that Enter takes. */
  active: number
  onChoose: (index: number) => void
}

/** What may be chosen, above the field that asks. The cursor stays in the field: it says which one is active. */
export function SuggestionList({ id, label, suggestions, active, onChoose }: SuggestionListProps) {
  return (
    <div id={id} role="listbox" aria-label={label} className={styles.list}>
      {suggestions.map(({ id: key, title, detail, icon }, index) => (
        <div
          key={key}
          ref={index === active ? showInList : undefined}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes(styles.option, index === active && styles.active)}
          onMouseDown={(event) => {
            event.preventDefault() // the cursor stays where it writes
            onChoose(index)
          }}
        >
          {icon}
          <span className={styles.title}>{title}</span>
          {detail && <span className={styles.detail}>{detail}</span>}
        </div>
      ))}
    </div>
  )
}

function showInList(option: HTMLElement | null) {
  option?.scrollIntoView({ block: 'nearest' })
}
