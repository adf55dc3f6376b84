import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { erasuresQuery, isComplete, type Erasure } from '@/chat/erasures'
import { ErasureProgress } from '@/chat/ErasureProgress'
import { useI18n } from '@/i18n/I18nProvider'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Loaded } from './Loaded'
import { Section } from './Section'
import { teamQueries } from './team/queries'
import { useOffice } from './useOffice'
import styles from './Erasures.module.css'

const FEW = 10

/** The proof that people were erased, and that nothing of them is left. */
export function Erasures() {
  const { t } = useI18n()
  const office = useOffice()
  const { data: agents = [] } = useQuery(teamQueries.agents(office))
  const [isWhole, setWhole] = useState(false)
  return (
    <Section title={t.erasing.list} words={t.erasing.listWords}>
      <Loaded query={erasuresQuery(office)}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={styles.none}>{t.erasing.nobody}</p>
          ) : (
            <>
              <ul className={styles.list} aria-label={t.erasing.list}>
                {(isWhole ? rows : rows.slice(0, FEW)).map((erasure) => (
                  <Row
                    key={erasure.contact_id}
                    erasure={erasure}
                    by={agents.find(({ user_id }) => user_id === erasure.agent_id)?.name ?? t.inbox.formerAgent}
                  />
                ))}
              </ul>
              {!isWhole && rows.length > FEW && (
                <Button size="small" look="quiet" onClick={() => setWhole(true)}>
                  {t.erasing.showAll(rows.length)}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

function Row({ erasure, by }: { erasure: Erasure; by: string }) {
  const { t, formatMoment } = useI18n()
  const isDone = isComplete(erasure)
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <time dateTime={erasure.asked_at}>{formatMoment(erasure.asked_at)}</time>
        <span className={styles.by}>{t.erasing.by(by)}</span>
        <code className={styles.id}>{erasure.contact_id}</code>
      </div>
      <Badge tone={isDone ? 'good' : 'warning'}>{isDone ? t.erasing.complete : t.erasing.under}</Badge>
      {!isDone && (
        <div className={styles.progress}>
          <ErasureProgress erasure={erasure} />
        </div>
      )}
    </li>
  )
}
