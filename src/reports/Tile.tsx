import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import { Definition } from './Definition'
import { changeOf, textOf, type Figure } from './table'
import { useWriting } from './useWriting'
import styles from './Tile.module.css'

export interface TileFigures {
  title: string
  definition: string
  now: Figure
  before: Figure
  /** What the figure stands on. */
  detail: string | null
  /** Which way is better; null: neither. */
  better: 'less' | 'more' | null
}

/** One figure: what it is, the period before, and the way to its conversations. */
export function Tile({ tile, to }: { tile: TileFigures; to: string }) {
  const { t } = useI18n()
  const writing = useWriting()
  const { title, definition, now, before, detail, better } = tile
  const value = textOf(now.kind, now.value, writing)
  return (
    <li className={styles.tile}>
      <h3 className={styles.head}>
        <span className={styles.title}>{title}</span>
      </h3>
      <span className={styles.what}>
        <Definition of={title}>{definition}</Definition>
      </span>
      <Link className={styles.value} to={to} aria-label={`${title}: ${value}. ${t.reports.opens}`} preventScrollReset>
        {value}
      </Link>
      <Change now={now} before={before} better={better} />
      {detail && <p className={styles.detail}>{detail}</p>}
    </li>
  )
}

function Change({ now, before, better }: Pick<TileFigures, 'now' | 'before' | 'better'>) {
  const { t } = useI18n()
  const writing = useWriting()
  if (before.value === null || now.value === null) {
    return <p className={styles.change}>{t.reports.nothingBefore}</p>
  }
  const text = textOf(before.kind, before.value, writing)
  const ratio = changeOf(now.value, before.value)
  const tone = ratio !== null && better && (ratio < 0 === (better === 'less') ? styles.good : styles.bad)
  return (
    <p className={styles.change}>
      {ratio === null || ratio === 0 ? (
        t.reports.before(text)
      ) : (
        <>
          <span className={classes(styles.ratio, tone)}>{writing.formatChange(ratio)}</span> {t.reports.before(text)}
        </>
      )}
    </p>
  )
}
