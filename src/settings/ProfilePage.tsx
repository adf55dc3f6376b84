import { use, useState } from 'react'
import type { AgentRow } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { tellPreferences } from '@/lib/preferencesTold'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { SettingsForm } from './inbox/SettingsForm'
import { Loaded } from './Loaded'
import { isUploaded, removeFormerPictures } from './picture'
import { PictureField } from './PictureField'
import { settingsQueries, type Preferences } from './queries'
import { useChange } from './useChange'
import { ChangedContext, useMe, useOffice } from './useOffice'
import styles from './ProfilePage.module.css'

/** /admin/settings/profile: how customers see oneself, and what one is told of. */
export function ProfilePage() {
  const me = useMe()
  const preferences = settingsQueries.preferences(useOffice())
  return (
    <>
      <Profile key={`${me.name} ${me.avatar_url}`} />
      <Loaded query={preferences}>{(row) => <Notifications key={JSON.stringify(row)} preferences={row} />}</Loaded>
    </>
  )
}

function Profile() {
  const { t } = useI18n()
  const me = useMe()
  const office = useOffice()
  const words = t.settings.profile
  const tellChanged = use(ChangedContext)
  const saved = { name: me.name, picture: me.avatar_url ?? '' }
  const [draft, setDraft] = useState(saved)
  const nameMissing = draft.name.trim() === ''
  const picture = draft.picture.trim()
  const pictureWrong = picture !== '' && !picture.startsWith('https://') && !isUploaded(office.client, picture)
  const save = useChange(
    () =>
      ask<AgentRow>(
        office.client.rpc('update_agent', {
          workspace_id: office.workspaceId,
          user_id: me.user_id,
          changes: { name: draft.name.trim(), avatar_url: picture || null },
        }),
      ),
    {
      touches: [settingsQueries.all(office.workspaceId)],
      done: t.settings.saved,
      onDone(agent) {
        tellChanged()
        removeFormerPictures(office.client, agent).catch(() => undefined) // the next upload tries again
      },
    },
  )
  return (
    <SettingsForm
      title={t.settings.pages.profile}
      words={words.words}
      forEveryone
      isDirty={draft.name.trim() !== saved.name || picture !== saved.picture}
      isSaving={save.isPending}
      isWrong={nameMissing || pictureWrong}
      onSave={() => save.mutate(undefined)}
      onDiscard={() => setDraft(saved)}
    >
      <TextField
        label={words.name}
        value={draft.name}
        maxLength={100}
        autoComplete="name"
        error={nameMissing ? t.settings.nameMissing : null}
        onChange={({ target }) => setDraft({ ...draft, name: target.value })}
      />
      <PictureField
        name={draft.name}
        value={draft.picture}
        error={pictureWrong ? words.pictureWrong : null}
        onChange={(picture) => setDraft((before) => ({ ...before, picture }))}
      />
    </SettingsForm>
  )
}

const WHAT = ['all', 'mine', 'mentions', 'none'] as const

function Notifications({ preferences }: { preferences: Preferences }) {
  const { t } = useI18n()
  const office = useOffice()
  const words = t.settings.profile
  const [draft, setDraft] = useState(preferences)
  const set = (part: Partial<Preferences>) => setDraft({ ...draft, ...part })
  const minutes = draft.away_after_minutes
  const minutesWrong = minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 480)
  const quietWrong =
    draft.quiet !== null && (!draft.quiet.from || !draft.quiet.to || draft.quiet.from === draft.quiet.to)
  const save = useChange(
    () =>
      ask<Preferences>(
        office.client.rpc('set_preferences', { workspace_id: office.workspaceId, preferences: { ...draft } }),
      ),
    {
      touches: [settingsQueries.preferences(office).queryKey, ['desk', office.workspaceId]],
      done: t.settings.saved,
      onDone: tellPreferences,
    },
  )
  return (
    <SettingsForm
      title={words.notifications}
      forEveryone
      isDirty={JSON.stringify(draft) !== JSON.stringify(preferences)}
      isSaving={save.isPending}
      isWrong={minutesWrong || quietWrong}
      onSave={() => save.mutate(undefined)}
      onDiscard={() => setDraft(preferences)}
    >
      <Select
        label={words.notify}
        value={draft.notify}
        options={WHAT.map((value) => ({ value, label: words.notifyChoices[value] }))}
        onChange={(notify) => set({ notify })}
      />
      <Checkbox label={words.sound} checked={draft.sound} onChange={(sound) => set({ sound })} />
      <Checkbox
        label={words.quiet}
        hint={words.quietWords}
        checked={draft.quiet !== null}
        onChange={(on) => set({ quiet: on ? { from: '19:00', to: '08:00' } : null })}
      />
      {draft.quiet && (
        <div className={styles.quiet}>
          <TextField
            label={words.from}
            type="time"
            value={draft.quiet.from}
            onChange={({ target }) => set({ quiet: { from: target.value, to: draft.quiet?.to ?? '' } })}
          />
          <TextField
            label={words.to}
            type="time"
            value={draft.quiet.to}
            error={quietWrong ? words.quietWrong : null}
            onChange={({ target }) => set({ quiet: { from: draft.quiet?.from ?? '', to: target.value } })}
          />
        </div>
      )}
      <Select
        label={words.sendWith}
        value={draft.send_with}
        options={[
          { value: 'enter', label: words.sendWithEnter },
          { value: 'mod_enter', label: words.sendWithModEnter },
        ]}
        onChange={(send_with) => set({ send_with })}
      />
      <TextField
        label={words.awayAfter}
        hint={words.awayAfterWords}
        inputMode="numeric"
        value={minutes === null || Number.isNaN(minutes) ? '' : String(minutes)}
        error={minutesWrong ? words.minutesWrong : null}
        onChange={({ target }) => set({ away_after_minutes: target.value.trim() === '' ? null : Number(target.value) })}
      />
    </SettingsForm>
  )
}
