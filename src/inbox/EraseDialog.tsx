import { useQuery } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/TextField'
import { contactName } from './contactName'
import { deskQueries } from './queries'
import { useDesk } from './useDesk'
import { useErasing } from './useErasing'
import styles from './EraseDialog.module.css'

interface EraseDialogProps {
  row: InboxConversation
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The last word before a person is erased: whom it is about, what goes, what stays. Their name has to be typed. */
export function EraseDialog({ row, open, onOpenChange }: EraseDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.erasing.action}
      description={t.erasing.words(contactName(t, row.contact))}
      closeLabel={t.app.close}
    >
      <Confirmation row={row} onClose={() => onOpenChange(false)} />
    </Dialog>
  )
}

function Confirmation({ row, onClose }: { row: InboxConversation; onClose: () => void }) {
  const { t } = useI18n()
  const words = t.erasing
  const { data: ids } = useQuery(deskQueries.ofContact(useDesk(), row.contact_id))
  const [typed, setTyped] = useState('')
  const erasing = useErasing(row, onClose)
  const name = contactName(t, row.contact)
  const isMeant = sameName(typed, name)
  return (
    <form
      className={styles.confirmation}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        if (isMeant && !erasing.isPending) erasing.mutate()
      }}
    >
      <p className={styles.person}>
        <Avatar name={name} size={36} />
        <span className={styles.who}>
          <bdi className={styles.name}>{name}</bdi>
          {row.contact.name && row.contact.email && <span className={styles.email}>{row.contact.email}</span>}
        </span>
      </p>
      <section>
        <h3 className={styles.title}>{words.goes}</h3>
        <ul className={styles.list}>
          <li>{words.goesPerson}</li>
          <li>{ids && ids.length <= COUNTED_MAX ? words.goesTexts(ids.length) : words.goesManyTexts}</li>
          <li>{words.goesChat}</li>
        </ul>
      </section>
      <section>
        <h3 className={styles.title}>{words.stays}</h3>
        <ul className={styles.list}>
          <li>{words.staysFigures}</li>
        </ul>
      </section>
      <TextField
        label={words.typeName(name)}
        value={typed}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      {erasing.error && (
        <p role="alert" className={styles.trouble}>
          {asCauserieError(erasing.error).trouble === 'refused' ? words.failed : words.unsure}{' '}
          {errorText(t, erasing.error)}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" look="danger" busy={erasing.isPending} disabled={!isMeant}>
          {words.do}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </form>
  )
}

/** More are not counted. */
const COUNTED_MAX = 10

/** As one types: capitals, and spaces beyond one, are no difference. */
function sameName(typed: string, name: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase()
  return plain(typed) === plain(name)
}
