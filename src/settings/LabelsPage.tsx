import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ask, tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PlusIcon, TrashIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { TextField } from '@/ui/TextField'
import { Loaded } from './Loaded'
import { settingsQueries, type LabelRow } from './queries'
import { Section } from './Section'
import { useChange } from './useChange'
import { useMe, useOffice } from './useOffice'
import styles from './LabelsPage.module.css'

/** /admin/settings/labels: what conversations are sorted by. */
export function LabelsPage() {
  const { t } = useI18n()
  const { isManager } = useMe()
  const office = useOffice()
  const labels = settingsQueries.labels(office)
  const [edited, setEdited] = useState<LabelRow | 'new' | null>(null)
  const [removed, setRemoved] = useState<LabelRow | null>(null)
  const words = t.settings.labels
  const touches = [settingsQueries.labels(office).queryKey]
  const remove = useChange((id: string) => tell(office.client.rpc('delete_label', { id })), { touches })
  return (
    <Section
      title={t.settings.pages.labels}
      words={words.words}
      foot={
        isManager && (
          <Button look="primary" icon={<PlusIcon size={16} />} onClick={() => setEdited('new')}>
            {words.add}
          </Button>
        )
      }
    >
      {!isManager && <p className={styles.none}>{t.settings.readOnly}</p>}
      <Loaded query={labels}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={styles.none}>{words.none}</p>
          ) : (
            <ul className={styles.list} aria-label={t.settings.pages.labels}>
              {rows.map((label) => (
                <li key={label.id} className={styles.row}>
                  <span className={styles.dot} style={{ background: label.color }} />
                  <span className={styles.name}>{label.name}</span>
                  {isManager && (
                    <span className={styles.actions}>
                      <Button
                        size="small"
                        look="quiet"
                        aria-label={words.edit(label.name)}
                        onClick={() => setEdited(label)}
                      >
                        {t.settings.edit}
                      </Button>
                      <IconButton size="small" label={words.remove(label.name)} onClick={() => setRemoved(label)}>
                        <TrashIcon size={16} />
                      </IconButton>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Dialog
        open={edited !== null}
        onOpenChange={(open) => !open && setEdited(null)}
        title={edited === 'new' || edited === null ? words.add : words.edit(edited.name)}
        closeLabel={t.app.close}
      >
        <LabelForm label={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />
      </Dialog>
      <Dialog
        open={removed !== null}
        onOpenChange={(open) => !open && setRemoved(null)}
        title={words.remove(removed?.name ?? '')}
        closeLabel={t.app.close}
        description={words.removeWords}
      >
        <div className={styles.choices}>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(removed?.id ?? '', { onSettled: () => setRemoved(null) })}
          >
            {t.settings.remove}
          </Button>
          <Button onClick={() => setRemoved(null)}>{t.settings.cancel}</Button>
        </div>
      </Dialog>
    </Section>
  )
}

function LabelForm({ label, onDone }: { label: LabelRow | null; onDone: () => void }) {
  const { t } = useI18n()
  const office = useOffice()
  const words = t.settings.labels
  const [name, setName] = useState(label?.name ?? '')
  const [color, setColor] = useState(label?.color ?? '#3b82f6')
  const save = useChange(
    () =>
      ask<LabelRow>(
        office.client.rpc('save_label', {
          workspace_id: office.workspaceId,
          name: name.trim(),
          color,
          ...(label && { id: label.id }),
        }),
      ),
    { touches: [settingsQueries.labels(office).queryKey], done: t.settings.saved, onDone },
  )
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) save.mutate(undefined)
      }}
    >
      <TextField label={words.name} value={name} maxLength={100} onChange={({ target }) => setName(target.value)} />
      <label className={styles.colour}>
        {words.color}
        <input type="color" value={color} onChange={({ target }) => setColor(target.value)} />
      </label>
      <Button type="submit" look="primary" busy={save.isPending} disabled={!name.trim()}>
        {t.settings.save}
      </Button>
    </form>
  )
}
