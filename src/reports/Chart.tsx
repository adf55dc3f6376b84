import type { ReactElement } from 'react'
import { ResponsiveContainer } from 'recharts'
import { useI18n } from '@/i18n/I18nProvider'
import { DataTable } from './DataTable'
import type { Table } from './table'
import styles from './Chart.module.css'

export const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 }
export const AXIS = { tickLine: false, axisLine: false, tick: { fill: 'var(--text-muted)', fontSize: 11 } } as const

export type Legend = readonly { label: string; colour: string; isDashed?: boolean }[]

interface ChartProps {
  title: string
  table: Table
  height?: number
  legend: Legend
  /** Where a figure of the table leads, by its row and column. */
  cellLink?: (row: number, column: number) => string | null
  /** One of the library's charts. */
  children: ReactElement
}

/** A drawing for the eye, and the table behind it for everybody. */
export function Chart({ title, table, height = 220, legend, cellLink, children }: ChartProps) {
  const { t } = useI18n()
  return (
    <>
      <div className={styles.legend} aria-hidden="true">
        {legend.map(({ label, colour, isDashed }) => (
          <span key={label} className={styles.entry}>
            <svg width="16" height="8" viewBox="0 0 16 8">
              <line
                x1="1"
                x2="15"
                y1="4"
                y2="4"
                stroke={colour}
                strokeWidth="3"
                strokeDasharray={isDashed ? '4 3' : ''}
              />
            </svg>
            {label}
          </span>
        ))}
      </div>
      {/* The same figures stand in the table: heard once is enough. */}
      <div className={styles.drawing} style={{ blockSize: height }} aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%" debounce={50}>
          {children}
        </ResponsiveContainer>
      </div>
      <details className={styles.behind}>
        <summary>{t.reports.asTable}</summary>
        <DataTable table={table} label={title} cellLink={cellLink} />
      </details>
    </>
  )
}
