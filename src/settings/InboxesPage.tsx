import { useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PlusIcon } from '@/ui/icons'
import { TextField } from '@/ui/TextField'
import { Loaded } from './Loaded'
import { settingsQueries, type InboxRow } from './queries'
import { Section } from './Section'
import { useChange } from './useChange'
import { useMe, useOffice } from './useOffice'
import styles from './InboxesPage.module.css'

/** /admin/settings/inboxes: the websites whose chat the team answers. */
export function InboxesPage() {
  const { t } = useI18n()
  const { isManager } = useMe()
  const inboxes = settingsQueries.inboxes(useOffice())
  const [isAdding, setAdding] = useState(false)
  return (
    <Section
      title={t.settings.pages.inboxes}
      words={t.settings.inboxesWords}
      foot={
        isManager && (
          <Button look="primary" icon={<PlusIcon size={16} />} onClick={() => setAdding(true)}>
            {t.settings.addInbox}
          </Button>
        )
      }
    >
      <Loaded query={inboxes}>
        {(rows) => (
          <ul className={styles.list}>
            {rows.map((inbox) => (
              <li key={inbox.id}>
                <Link className={styles.inbox} to={`/admin/settings/inboxes/${inbox.id}`}>
                  <span className={styles.name}>{inbox.name}</span>
                  <code className={styles.key}>{inbox.key}</code>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Dialog
        open={isAdding}
        onOpenChange={setAdding}
        title={t.settings.addInbox}
        closeLabel={t.app.close}
        description={t.settings.addInboxWords}
      >
        <NewInbox />
      </Dialog>
    </Section>
  )
}

/** A name is all it takes; the rest is set on its own page, where the line for the website stands, too. */
function NewInbox() {
  const { t, locale } = useI18n()
  const office = useOffice()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const create = useChange(
    () =>
      ask<InboxRow>(office.client.rpc('create_inbox', { workspace_id: office.workspaceId, name: name.trim(), locale })),
    {
      touches: [settingsQueries.inboxes(office).queryKey, ['desk', office.workspaceId]],
      onDone: ({ id }) => void navigate(`/admin/settings/inboxes/${id}`),
    },
  )
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) create.mutate(undefined)
      }}
    >
      <TextField
        label={t.settings.inbox.name}
        value={name}
        maxLength={100}
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="submit" look="primary" busy={create.isPending} disabled={!name.trim()}>
        {t.settings.addInboxDo}
      </Button>
    </form>
  )
}
