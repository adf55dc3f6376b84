import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { InboxContact, InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PickList } from '@/ui/Picker'
import { useToast } from '@/ui/Toast'
import { contactName } from './contactName'
import { contactQueries } from './contactQueries'
import { previewOf } from './preview'
import { deskQueries, startAnew } from './queries'
import { useDesk, useRows } from './useDesk'
import { useUnmerging } from './useUnmerging'
import styles from './MergeDialog.module.css'

interface MergeDialogProps {
  row: InboxConversation
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Two who are one: found by name or address, seen beside each other, and taken apart again if it was wrong. */
export function MergeDialog({ row, open, onOpenChange }: MergeDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.desk.mergeContact}
      description={t.desk.mergeWords}
      closeLabel={t.app.close}
    >
      <Choice row={row} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function Choice({ row, onDone }: { row: InboxConversation; onDone: () => void }) {
  const { t } = useI18n()
  const desk = useDesk()
  const [query, setQuery] = useState('')
  const [into, setInto] = useState<InboxContact | null>(null)
  const {
    data: found = [],
    isPending,
    isPlaceholderData,
  } = useQuery({
    ...contactQueries.find(desk, query.trim()),
    placeholderData: (before: InboxContact[] | undefined) => before,
  })
  const merge = useMerging(row, onDone)
  if (into) {
    return (
      <div className={styles.preview}>
        <Person contact={row.contact} words={t.desk.mergeGoes} />
        <span className={styles.arrow} aria-hidden="true">
          ↓
        </span>
        <Person contact={into} words={t.desk.mergeStays} />
        <div className={styles.buttons}>
          <Button look="primary" busy={merge.isPending} onClick={() => merge.mutate(into)}>
            {t.desk.mergeDo}
          </Button>
          <Button onClick={() => setInto(null)}>{t.desk.mergeOther}</Button>
        </div>
      </div>
    )
  }
  return (
    <div className={styles.find}>
      <PickList
        label={t.desk.findContact}
        empty={isPending || isPlaceholderData ? t.desk.findContactHint : t.desk.nobodyFound}
        onQuery={setQuery}
        onPicked={() => undefined}
        groups={[
          {
            label: t.inbox.contact,
            items: found
              .filter(({ id }) => id !== row.contact_id)
              .map((contact) => ({
                id: contact.id,
                label: contactName(t, contact),
                // The search finds by more than what is seen; of an older answer only who bears what was typed since may be taken by Enter.
                words: `${isPlaceholderData ? '' : query} ${contact.email ?? ''}`,
                detail: contact.email,
                icon: <Avatar name={contactName(t, contact)} size={22} />,
                onPick: () => setInto(contact),
              })),
          },
        ]}
      />
    </div>
  )
}

function Person({ contact, words }: { contact: InboxContact; words: string }) {
  const { t } = useI18n()
  const desk = useDesk()
  const rows = useRows()
  const { data: ids } = useQuery(deskQueries.ofContact(desk, contact.id))
  const last = ids?.flatMap((id) => rows.get(id) ?? [])[0]
  const name = contactName(t, contact)
  return (
    <section className={styles.person} aria-label={name}>
      <Avatar name={name} size={36} />
      <div>
        <p className={styles.name}>
          <bdi>{name}</bdi> <span className={styles.fate}>{words}</span>
        </p>
        {contact.email && <p>{contact.email}</p>}
        {ids && <p className={styles.fate}>{t.inbox.countOf(ids.length)}</p>}
        {last?.last_message_preview && <p className={styles.last}>{previewOf(last)}</p>}
      </div>
    </section>
  )
}

function useMerging(row: InboxConversation, onDone: () => void) {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const { mutate: undo } = useUnmerging()
  return useMutation({
    mutationFn: (into: InboxContact) =>
      ask<{ merge_id: string }>(
        desk.client.rpc('merge_contacts', { contact_id: row.contact_id, into_contact_id: into.id }),
      ),
    onSuccess: async ({ merge_id }, into) => {
      onDone()
      await startAnew(cache, desk.workspaceId) // conversations have another contact now
      toast.done(t.desk.mergedDone(contactName(t, into)), { label: t.inbox.undo, onSelect: () => undo(merge_id) })
    },
    onError: (error) => toast.trouble(`${t.desk.mergeFailed} ${errorText(t, error)}`),
  })
}
