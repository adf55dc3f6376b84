import type { TooltipContentProps } from 'recharts'
import { NO_FIGURE } from './table'
import styles from './ChartTooltip.module.css'

type ChartTooltipProps = Partial<TooltipContentProps> & {
  writeLabel: (label: string) => string
  writeValue: (value: number) => string
}

/** The figures under the pointer. */
export function ChartTooltip({ active, payload, label, writeLabel, writeValue }: ChartTooltipProps) {
  if (!active || !payload?.length) return null
  return (
    <div className={styles.tip}>
      <p className={styles.label}>{writeLabel(String(label))}</p>
      {payload.map(({ dataKey, name, value, color }) => (
        <p key={String(dataKey)} className={styles.line}>
          <span className={styles.dot} style={{ background: color }} />
          {name}
          <b className={styles.value}>{typeof value === 'number' ? writeValue(value) : NO_FIGURE}</b>
        </p>
      ))}
    </div>
  )
}
