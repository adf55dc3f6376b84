import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { Skeleton } from '@/ui/Skeleton'
import { useMediaQuery } from '@/ui/useMediaQuery'
import { useTicking } from './clock'
import { figureQueries, type ReplyTimes } from './figureQueries'
import { useDesk } from './useDesk'
import { waitText } from './waitText'
import styles from './Statistics.module.css'

/** The strip of figures: what is open, who waits, and how quickly the team has been answering. Each starts with its one number; the rest shows as far as there is room. */
export function Statistics() {
  const { t, formatNumber } = useI18n()
  const query = figureQueries.summary(useDesk())
  const asked = useQuery(query)
  const { data } = asked
  const isOneLine = useMediaQuery('(max-width: 719px)')
  if (useFailure(query.queryKey, asked).why) return <p className={styles.failed}>{t.inbox.statFailed}</p>
  return (
    // What scrolls is reached by the Tab key: its end is nowhere else on a phone.
    <section className={styles.strip} aria-label={t.inbox.statistics} {...(isOneLine && { tabIndex: 0 })}>
      <dl className={styles.figures}>
        <div className={styles.figure}>
          <dt className={styles.label}>{t.inbox.statOpen}</dt>
          <dd className={styles.values}>
            {data ? <b className={styles.main}>{formatNumber(data.open)}</b> : <Skeleton width={24} />}
          </dd>
        </div>
        <div className={styles.figure}>
          <dt className={styles.label}>{t.inbox.statWaiting}</dt>
          <dd className={styles.values}>
            {data ? (
              <>
                <b className={styles.main}>{formatNumber(data.waiting)}</b>
                <Longest seconds={data.longest_wait_seconds} />
              </>
            ) : (
              <Skeleton width={64} />
            )}
          </dd>
        </div>
        <Times label={t.inbox.statFirstReply} times={data?.first_reply} />
        <Times label={t.inbox.statReply} times={data?.reply} />
      </dl>
    </section>
  )
}

function Times({ label, times }: { label: string; times: ReplyTimes | undefined }) {
  const { t, formatDuration } = useI18n()
  const duration = (seconds: number | null) => (seconds === null ? '–' : formatDuration(seconds))
  const mean = times && t.inbox.statMean(duration(times.mean_seconds))
  const p90 = times && t.inbox.statP90(duration(times.p90_seconds))
  const median = times && duration(times.median_seconds)
  const hint =
    times && times.n > 0
      ? `${median} ${t.inbox.statMedian} · ${mean} · ${p90}\n${t.inbox.statCount(times.n)}, ${t.inbox.statPeriod}`
      : undefined
  return (
    <div className={styles.figure} title={hint}>
      <dt className={styles.label}>
        {label} <span className={styles.period}>{t.inbox.statPeriod}</span>
      </dt>
      <dd className={styles.values}>
        {!times && <Skeleton width={180} />}
        {times?.n === 0 && <span className={styles.value}>{t.inbox.statNone}</span>}
        {times && times.n > 0 && (
          <>
            <span className={styles.value}>
              <b className={styles.main}>{median}</b> {t.inbox.statMedian}
            </span>
            <span className={styles.value}>{mean}</span>
            <span className={styles.value}>{p90}</span>
          </>
        )}
      </dd>
    </div>
  )
}

/** Counts on between two answers. */
function Longest({ seconds }: { seconds: number | null }) {
  const { t, formatDuration } = useI18n()
  const { dataUpdatedAt } = useQuery(figureQueries.summary(useDesk()))
  const text = useTicking((now) =>
    seconds === null ? null : waitText(seconds * 1_000 + Math.max(0, now - dataUpdatedAt), formatDuration),
  )
  return text && <span className={styles.value}>{t.inbox.statLongest(text)}</span>
}
