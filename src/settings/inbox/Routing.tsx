import { useI18n } from '@/i18n/I18nProvider'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import type { InboxRow } from '../queries'
import { SettingsForm } from './SettingsForm'
import { useInboxDraft } from './useInboxDraft'

const WAYS = ['off', 'round_robin', 'least_busy'] as const

/** Who gets a conversation, and what time does to it. */
export function Routing({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const { draft, set, isDirty, discard, save } = useInboxDraft(inbox, read, write)
  const closeWrong = !isDays(draft.closeDays, 365)
  const keepWrong = !isDays(draft.keepDays, 3_650)
  return (
    <SettingsForm
      title={words.parts.routing}
      isDirty={isDirty}
      isSaving={save.isPending}
      isWrong={closeWrong || keepWrong}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      <Select
        label={words.assignment}
        hint={words.assignmentWords}
        value={draft.assignment}
        options={WAYS.map((value) => ({ value, label: words.assignments[value] }))}
        onChange={(assignment) => set({ assignment })}
      />
      <Checkbox
        label={words.reassign}
        hint={words.reassignWords}
        checked={draft.reassigns}
        onChange={(reassigns) => set({ reassigns })}
      />
      <TextField
        label={words.autoClose}
        hint={words.autoCloseWords}
        inputMode="numeric"
        value={draft.closeDays}
        error={closeWrong ? words.daysWrong(365) : null}
        onChange={({ target }) => set({ closeDays: target.value })}
      />
      <TextField
        label={words.retention}
        hint={words.retentionWords}
        inputMode="numeric"
        value={draft.keepDays}
        error={keepWrong ? words.daysWrong(3_650) : null}
        onChange={({ target }) => set({ keepDays: target.value })}
      />
    </SettingsForm>
  )
}

const read = (inbox: InboxRow) => ({
  assignment: WAYS.find((way) => way === inbox.assignment) ?? ('off' as const),
  reassigns: inbox.reassign_when_away,
  closeDays: inbox.auto_close_days?.toString() ?? '',
  keepDays: inbox.retention_days?.toString() ?? '',
})

const write = (draft: ReturnType<typeof read>) => ({
  assignment: draft.assignment,
  reassign_when_away: draft.reassigns,
  auto_close_days: days(draft.closeDays),
  retention_days: days(draft.keepDays),
})

const days = (text: string) => (text.trim() === '' ? null : Number(text))

function isDays(text: string, most: number): boolean {
  return text.trim() === '' || (/^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most)
}
