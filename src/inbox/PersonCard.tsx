import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import { useToast } from '@/ui/Toast'
import { useTicking } from './clock'
import { contactName } from './contactName'
import { contactQueries } from './contactQueries'
import { deskQueries } from './queries'
import { NO_ROWS } from './rows'
import { withContact } from './useBlocking'
import { useDesk } from './useDesk'
import { mailLink } from './visit'
import styles from './PersonCard.module.css'

const PRESENT_MS = 150_000

/** Who writes: name and address, who vouches for them, and a way to put them right. */
export function PersonCard({ row: { contact, contact_id } }: { row: InboxConversation }) {
  const { t } = useI18n()
  const [isEdited, setEdited] = useState(false)
  const name = contactName(t, contact)
  return (
    <div className={styles.person}>
      <Avatar name={name} size={56} />
      {isEdited ? (
        <Editor contact={contact} contactId={contact_id} onDone={() => setEdited(false)} />
      ) : (
        <>
          <p className={styles.name}>
            <bdi>{name}</bdi>
          </p>
          {contact.email && (
            <p>
              <a className={styles.link} href={mailLink(contact.email)}>
                {contact.email}
              </a>
            </p>
          )}
          <p className={styles.badges}>
            {contact.verified ? (
              <Badge tone="good">{t.inbox.verified}</Badge>
            ) : (
              <span title={t.inbox.unverifiedHint}>
                <Badge>{t.inbox.unverified}</Badge>
              </span>
            )}
            {contact.blocked && <Badge tone="warning">{t.desk.blocked}</Badge>}
          </p>
          <LastSeen at={contact.last_seen_at} />
          {!contact.verified && ( // what the site vouches for is the site's
            <Button size="small" look="quiet" onClick={() => setEdited(true)}>
              {t.desk.editPerson}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

interface EditorProps {
  contact: InboxConversation['contact']
  contactId: string
  onDone: () => void
}

function Editor({ contact, contactId, onDone }: EditorProps) {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const [name, setName] = useState(contact.name ?? '')
  const [email, setEmail] = useState(contact.email ?? '')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), []) // what was pressed has gone
  const { mutate, isPending } = useMutation({
    scope: { id: `contact:${contactId}` },
    mutationFn: () =>
      tell(desk.client.rpc('set_contact', { contact_id: contactId, name: name.trim(), email: email.trim() })),
    onSuccess: () => {
      cache.setQueryData(deskQueries.rows(desk.workspaceId).queryKey, (rows = NO_ROWS) =>
        withContact(rows, contactId, { name: name.trim() || null, email: email.trim() || null }),
      )
      onDone()
      return cache.invalidateQueries({ queryKey: contactQueries.one(desk, contactId).queryKey })
    },
    onError: (error) => toast.trouble(`${t.desk.editPersonFailed} ${errorText(t, error)}`),
  })
  return (
    <form
      ref={form}
      className={styles.editor}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        mutate()
      }}
    >
      <TextField
        label={t.desk.personName}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t.inbox.email}
        type="email"
        value={email}
        maxLength={254}
        onChange={(event) => setEmail(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" size="small" look="primary" busy={isPending}>
          {t.desk.save}
        </Button>
        <Button size="small" look="quiet" onClick={onDone}>
          {t.desk.cancel}
        </Button>
      </div>
    </form>
  )
}

function LastSeen({ at }: { at: string | null }) {
  const { t, formatRelative } = useI18n()
  const seenAt = at ? Date.parse(at) : null
  const text = useTicking((now) => {
    if (seenAt === null || at === null) return null
    return now - seenAt < PRESENT_MS ? t.inbox.online : `${t.inbox.lastSeen} ${formatRelative(at, new Date(now))}`
  })
  return text && <p className={styles.seen}>{text}</p>
}
