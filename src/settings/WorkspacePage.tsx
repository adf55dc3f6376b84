import { use } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import { Erasures } from './Erasures'
import { TimeZoneField } from './hours/TimeZoneField'
import { LeaveGuard } from './LeaveGuard'
import { Loaded } from './Loaded'
import { settingsQueries, type WorkspaceRow } from './queries'
import { Section } from './Section'
import { useChange } from './useChange'
import { useEdits } from './useEdits'
import { ChangedContext, useMe, useOffice } from './useOffice'
import styles from './WorkspacePage.module.css'

/** /admin/settings/workspace: its name, whose days the reports count, and who was erased. */
export function WorkspacePage() {
  const workspace = settingsQueries.workspace(useOffice())
  const { isManager } = useMe()
  return (
    <>
      <Loaded query={workspace}>{(row) => <Form workspace={row} />}</Loaded>
      {isManager && <Erasures />}
    </>
  )
}

function Form({ workspace }: { workspace: WorkspaceRow }) {
  const { t } = useI18n()
  const me = useMe()
  const office = useOffice()
  const { draft, set } = useEdits(workspace, ({ name, time_zone }) => ({ name, timeZone: time_zone }))
  const { name, timeZone } = draft
  const isDirty = name.trim() !== workspace.name || timeZone !== workspace.time_zone
  const missing = name.trim() === ''
  const save = useChange(
    async () => {
      const { client, workspaceId: workspace_id } = office
      if (name.trim() !== workspace.name) {
        await ask<WorkspaceRow>(client.rpc('rename_workspace', { workspace_id, name: name.trim() }))
      }
      if (timeZone !== workspace.time_zone) {
        await ask<WorkspaceRow>(client.rpc('set_time_zone', { workspace_id, time_zone: timeZone }))
      }
    },
    {
      touches: [settingsQueries.workspace(office).queryKey],
      done: t.settings.saved,
      onDone: use(ChangedContext),
    },
  )
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isDirty && !missing) save.mutate(undefined)
      }}
    >
      <LeaveGuard when={isDirty && !save.isPending} />
      <Section
        title={t.settings.pages.workspace}
        foot={
          me.isManager && (
            <Button type="submit" look="primary" busy={save.isPending} disabled={!isDirty}>
              {t.settings.save}
            </Button>
          )
        }
      >
        {!me.isManager && <p className={styles.readOnly}>{t.settings.readOnly}</p>}
        <fieldset className={styles.fields} disabled={!me.isManager}>
          <TextField
            label={t.settings.workspaceName}
            value={name}
            maxLength={100}
            error={missing ? t.settings.nameMissing : null}
            onChange={({ target }) => set({ name: target.value })}
          />
          <TimeZoneField
            value={timeZone}
            onChange={(zone) => set({ timeZone: zone })}
            hint={t.settings.timeZoneWords}
          />
        </fieldset>
      </Section>
    </form>
  )
}
