import { useId, useState, type SubmitEvent } from 'react'
import { useContactActions } from '@/chat/useContactActions'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError } from '@/lib/errors'
import { Button } from '@/ui/Button'
import styles from './cards.module.css'

const FACES = ['😞', '🙁', '😐', '🙂', '😀']

/** Asks once an episode how it went: five points, and words if somebody has some. */
export function RatingCard({ conversationId, isRated }: { conversationId: string; isRated: boolean }) {
  const { t } = useI18n()
  const { rate } = useContactActions()
  const name = useId()
  const [score, setScore] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  if (isRated)
    return (
      <section className={styles.card} aria-label={t.widget.rateAsk}>
        <p role="status">{t.widget.rateThanks}</p>
      </section>
    )

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (score === null) return
    setSaving(true)
    setError(null)
    try {
      await rate(conversationId, score, comment)
    } catch (thrown) {
      setError(errorText(t, asCauserieError(thrown)))
    }
    setSaving(false)
  }

  return (
    <form className={styles.card} onSubmit={(event) => void submit(event)}>
      <fieldset className={styles.scores}>
        <legend>{t.widget.rateAsk}</legend>
        {FACES.map((face, i) => (
          <label key={face} title={t.widget.rateScores[i]}>
            <input
              type="radio"
              name={name}
              value={i + 1}
              checked={score === i + 1}
              aria-label={`${i + 1}/5: ${t.widget.rateScores[i]}`}
              onChange={() => setScore(i + 1)}
            />
            <span aria-hidden="true">{face}</span>
          </label>
        ))}
      </fieldset>
      <p className={styles.ends} aria-hidden="true">
        {score === null ? (
          <>
            <span>{t.widget.rateScores[0]}</span>
            <span>{t.widget.rateScores.at(-1)}</span>
          </>
        ) : (
          <span className={styles.chosen}>{t.widget.rateScores[score - 1]}</span>
        )}
      </p>
      {score !== null && (
        <>
          <textarea
            className={styles.comment}
            aria-label={t.widget.rateComment}
            placeholder={t.widget.rateComment}
            rows={2}
            maxLength={2_000}
            dir={comment === '' ? undefined : 'auto'}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <Button look="primary" type="submit" busy={isSaving}>
            {t.widget.rateSend}
          </Button>
        </>
      )}
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </form>
  )
}
