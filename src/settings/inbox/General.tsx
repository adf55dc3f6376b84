import { useI18n } from '@/i18n/I18nProvider'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import type { InboxRow } from '../queries'
import { SettingsForm } from './SettingsForm'
import { useInboxDraft } from './useInboxDraft'

/** Name, language and address of an inbox, and where its chat may stand. */
export function General({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const { draft, set, isDirty, discard, save } = useInboxDraft(inbox, read, write)
  const nameMissing = draft.name.trim() === ''
  const emailWrong = draft.email.trim() !== '' && !/^[^@\s]+@[^@\s]+$/.test(draft.email.trim())
  const wrongOrigin = lines(draft.origins).find((line) => !ORIGIN.test(line))
  return (
    <SettingsForm
      title={words.parts.general}
      isDirty={isDirty}
      isSaving={save.isPending}
      isWrong={nameMissing || emailWrong || wrongOrigin !== undefined}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      <TextField
        label={words.name}
        hint={words.nameWords}
        value={draft.name}
        maxLength={100}
        error={nameMissing ? t.settings.nameMissing : null}
        onChange={({ target }) => set({ name: target.value })}
      />
      <Select
        label={words.locale}
        hint={words.localeWords}
        value={draft.locale}
        options={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(locale) => set({ locale })}
      />
      <TextField
        label={words.email}
        hint={words.emailWords}
        type="email"
        value={draft.email}
        maxLength={254}
        error={emailWrong ? words.emailWrong : null}
        onChange={({ target }) => set({ email: target.value })}
      />
      <TextArea
        label={words.origins}
        hint={words.originsWords}
        value={draft.origins}
        spellCheck={false}
        placeholder="https://www.example.com"
        error={wrongOrigin === undefined ? null : words.originWrong(wrongOrigin)}
        onChange={({ target }) => set({ origins: target.value })}
      />
      <Checkbox
        label={words.askRating}
        hint={words.askRatingWords}
        checked={draft.asksRating}
        onChange={(asksRating) => set({ asksRating })}
      />
    </SettingsForm>
  )
}

const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/

const read = (inbox: InboxRow) => ({
  name: inbox.name,
  locale: inbox.locale,
  email: inbox.email ?? '',
  origins: inbox.allowed_origins.join('\n'),
  asksRating: inbox.ask_rating,
})

const write = (draft: ReturnType<typeof read>) => ({
  name: draft.name.trim(),
  locale: draft.locale,
  email: draft.email.trim() || null,
  allowed_origins: lines(draft.origins),
  ask_rating: draft.asksRating,
})

function lines(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((line) => line.trim().replace(/\/+$/, '').toLowerCase())
    .filter(Boolean)
}
