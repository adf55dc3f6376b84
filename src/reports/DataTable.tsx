import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import { textOf, type Table } from './table'
import { useWriting } from './useWriting'
import styles from './DataTable.module.css'

interface DataTableProps {
  table: Table
  /** Its name, for those who hear it. */
  label: string
  /** Of each row, if rows are more than their name: what tells them apart, and where their name leads. */
  rowLinks?: readonly { key: string; to: string | null }[]
  /** Where a figure leads, by its row and column. */
  cellLink?: ((row: number, column: number) => string | null) | undefined
}

/** A table of figures. The first column says what a row is. */
export function DataTable({ table, label, rowLinks, cellLink }: DataTableProps) {
  const { t } = useI18n()
  const writing = useWriting()
  return (
    // A table that is wider than the screen is scrolled, by keys too.
    <div role="region" className={styles.scroller} aria-label={t.reports.tableOf(label)} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map(({ label, kind }) => (
              <th key={label} scope="col" className={classes(kind !== 'text' && styles.figure)}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={rowLinks?.[index]?.key ?? textOf('text', row[0] ?? null, writing)}>
              {table.columns.map(({ label, kind }, place) =>
                place === 0 ? (
                  <th key={label} scope="row" className={styles.head}>
                    <Leading to={rowLinks?.[index]?.to ?? null}>{textOf(kind, row[place] ?? null, writing)}</Leading>
                  </th>
                ) : (
                  <td key={label} className={classes(kind !== 'text' && styles.figure)}>
                    <Leading to={cellLink?.(index, place) ?? null}>{textOf(kind, row[place] ?? null, writing)}</Leading>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Leading({ to, children }: { to: string | null; children: string }) {
  return to === null ? (
    children
  ) : (
    <Link to={to} preventScrollReset>
      {children}
    </Link>
  )
}
