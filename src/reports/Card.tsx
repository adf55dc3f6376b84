import { useId, type ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { DownloadIcon } from '@/ui/icons'
import { classes } from '@/ui/classes'
import { Definition } from './Definition'
import { download } from './csv'
import { csvOfTable, type Table } from './table'
import { useWriting } from './useWriting'
import styles from './Card.module.css'

interface CardProps {
  title: string
  definition: string
  /** What is shown, for the file. None while there is nothing. */
  table?: Table | null
  fileName: string
  /** Beside the title. */
  tools?: ReactNode
  children: ReactNode
  className?: string
}

/** One report: its name, what it counts, what it shows, and that as a file. */
export function Card({ title, definition, table, fileName, tools, children, className }: CardProps) {
  const { t } = useI18n()
  const writing = useWriting()
  const id = useId()
  return (
    <section className={classes(styles.card, className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        <Definition of={title}>{definition}</Definition>
        <span className={styles.spring} />
        {tools}
        {table && table.rows.length > 0 && (
          <Button
            look="quiet"
            size="small"
            icon={<DownloadIcon size={15} />}
            aria-label={t.reports.csvOf(title)}
            className={styles.file}
            onClick={() => download(`${fileName}.csv`, csvOfTable(table, writing))}
          >
            CSV
          </Button>
        )}
      </header>
      {children}
    </section>
  )
}
