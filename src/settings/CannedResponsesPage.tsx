import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { unknownVariable } from '@/lib/cannedText'
import { ask, tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { Dialog } from '@/ui/Dialog'
import { IconButton } from '@/ui/IconButton'
import { PlusIcon, TrashIcon } from '@/ui/icons'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import { useToast } from '@/ui/Toast'
import { Loaded } from './Loaded'
import { settingsQueries, type CannedResponseRow } from './queries'
import { Section } from './Section'
import { useChange } from './useChange'
import { useMe, useOffice } from './useOffice'
import styles from './LabelsPage.module.css'

/** /admin/settings/canned-responses: what is said often, typed as / and a word. */
export function CannedResponsesPage() {
  const { t } = useI18n()
  const { isManager } = useMe()
  const office = useOffice()
  const responses = settingsQueries.cannedResponses(office)
  const [edited, setEdited] = useState<CannedResponseRow | 'new' | null>(null)
  const words = t.settings.canned
  const toast = useToast()
  const touches = [responses.queryKey]
  const bringBack = useChange(
    ({ shortcut, title, body, agent_id }: CannedResponseRow) =>
      ask<CannedResponseRow>(
        office.client.rpc('save_canned_response', {
          workspace_id: office.workspaceId,
          shortcut,
          title,
          body,
          shared: agent_id === null,
        }),
      ),
    { touches },
  )
  const remove = useChange(
    async (response: CannedResponseRow) => {
      await tell(office.client.rpc('delete_canned_response', { id: response.id }))
      return response
    },
    {
      touches,
      onDone: (gone) => toast.done(words.removed, { label: t.inbox.undo, onSelect: () => bringBack.mutate(gone) }),
    },
  )
  return (
    <Section
      title={t.settings.pages['canned-responses']}
      words={words.words}
      foot={
        <Button look="primary" icon={<PlusIcon size={16} />} onClick={() => setEdited('new')}>
          {words.add}
        </Button>
      }
    >
      <Loaded query={responses}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={styles.none}>{words.none}</p>
          ) : (
            <ul className={styles.list} aria-label={t.settings.pages['canned-responses']}>
              {rows.map((response) => (
                <li key={response.id} className={styles.row}>
                  <span className={styles.name}>
                    <code>/{response.shortcut}</code> {response.title}
                  </span>
                  <span className={styles.tag}>{response.agent_id ? words.own : words.shared}</span>
                  {(response.agent_id !== null || isManager) && (
                    <span className={styles.actions}>
                      <Button
                        size="small"
                        look="quiet"
                        aria-label={words.edit(response.shortcut)}
                        onClick={() => setEdited(response)}
                      >
                        {t.settings.edit}
                      </Button>
                      <IconButton
                        size="small"
                        label={words.remove(response.shortcut)}
                        onClick={() => remove.mutate(response)}
                      >
                        <TrashIcon size={16} />
                      </IconButton>
                    </span>
                  )}
                  <span className={styles.body}>{response.body}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Dialog
        open={edited !== null}
        onOpenChange={(open) => !open && setEdited(null)}
        title={edited === 'new' || edited === null ? words.add : words.edit(edited.shortcut)}
        closeLabel={t.app.close}
      >
        <ResponseForm response={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />
      </Dialog>
    </Section>
  )
}

function ResponseForm({ response, onDone }: { response: CannedResponseRow | null; onDone: () => void }) {
  const { t } = useI18n()
  const { isManager } = useMe()
  const office = useOffice()
  const words = t.settings.canned
  const [draft, setDraft] = useState({
    shortcut: response?.shortcut ?? '',
    title: response?.title ?? '',
    body: response?.body ?? '',
    shared: response ? response.agent_id === null : isManager,
  })
  const unknown = unknownVariable(draft.body)
  const isMissing = !draft.shortcut.trim() || !draft.title.trim() || !draft.body.trim()
  const save = useChange(
    () =>
      ask<CannedResponseRow>(
        office.client.rpc('save_canned_response', {
          workspace_id: office.workspaceId,
          shortcut: draft.shortcut.trim().replace(/^\//, '').toLowerCase(),
          title: draft.title.trim(),
          body: draft.body,
          shared: draft.shared,
          ...(response && { id: response.id }),
        }),
      ),
    { touches: [settingsQueries.cannedResponses(office).queryKey], done: t.settings.saved, onDone },
  )
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isMissing) save.mutate(undefined)
      }}
    >
      <TextField
        label={words.shortcut}
        hint={words.shortcutWords}
        value={draft.shortcut}
        maxLength={32}
        spellCheck={false}
        onChange={({ target }) => setDraft({ ...draft, shortcut: target.value })}
      />
      <TextField
        label={words.title}
        value={draft.title}
        maxLength={100}
        onChange={({ target }) => setDraft({ ...draft, title: target.value })}
      />
      <TextArea
        label={words.body}
        hint={unknown ? words.unknownVariable(unknown) : words.bodyWords}
        value={draft.body}
        rows={6}
        maxLength={10_000}
        onChange={({ target }) => setDraft({ ...draft, body: target.value })}
      />
      {isManager && (
        <Checkbox label={words.share} checked={draft.shared} onChange={(shared) => setDraft({ ...draft, shared })} />
      )}
      <Button type="submit" look="primary" busy={save.isPending} disabled={isMissing}>
        {t.settings.save}
      </Button>
    </form>
  )
}
