import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import type { Tables } from '@/lib/database.types'
import { useFailure } from '@/chat/useFailure'
import { tell } from '@/lib/errors'
import { useToast } from '@/ui/Toast'
import { contactQueries } from './contactQueries'
import { NotLoaded } from './NotLoaded'
import { useAgents, useDesk } from './useDesk'
import styles from './ContactNote.module.css'
import details from './ConversationDetails.module.css'

/** What the team should know of a person, whichever conversation it is. Kept when one leaves the field. */
export function ContactNote({ contactId }: { contactId: string }) {
  const { t, formatRelative } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const agents = useAgents()
  const query = contactQueries.note(desk, contactId)
  const { queryKey } = query
  const asked = useQuery(query)
  const failure = useFailure(queryKey, asked)
  const { data: note } = asked
  const [typed, setTyped] = useState<string | null>(null)
  const stored = note?.body ?? ''
  const text = typed ?? stored
  const { mutate } = useMutation({
    scope: { id: `contactNote:${contactId}` },
    mutationFn: async (body: string) =>
      (await tell(
        desk.client.rpc('save_contact_note', { contact_id: contactId, body }),
      )) as Tables<'contact_notes'> | null,
    onSuccess: (row, body) => {
      cache.setQueryData(queryKey, row)
      setTyped((now) => (now === body ? null : now))
    },
    onError: (error) => toast.trouble(`${t.desk.contactNoteFailed} ${errorText(t, error)}`),
  })
  const keep = () => {
    if (typed !== null && typed !== stored) mutate(typed)
  }
  const leave = useEffectEvent(keep)
  useEffect(() => () => leave(), []) // a field that is taken away with its conversation tells nobody that it was left
  return (
    <section className={details.group}>
      <h3 className={details.title} id={`note-of-${contactId}`}>
        {t.desk.contactNote}
      </h3>
      <textarea
        className={styles.note}
        aria-labelledby={`note-of-${contactId}`}
        placeholder={t.desk.contactNoteHint}
        rows={2}
        maxLength={10_000}
        dir="auto"
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        disabled={failure.why !== null}
        onBlur={keep}
      />
      {failure.why && <NotLoaded failure={failure} />}
      {note?.agent_id && (
        <p className={styles.by}>
          {t.desk.noteBy(agents.get(note.agent_id)?.name ?? t.inbox.formerAgent, formatRelative(note.updated_at))}
        </p>
      )}
    </section>
  )
}
