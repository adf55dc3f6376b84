import { useI18n } from '@/i18n/I18nProvider'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import type { InboxRow } from '../queries'
import { SettingsForm } from './SettingsForm'
import { useInboxDraft } from './useInboxDraft'

const MEGABYTE = 1_048_576
const SIZES = [2, 5, 10, 25, 50]

/** What may be sent besides text. Files that could run in a browser are in no group, and only ever downloaded. */
const GROUPS = {
  images: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
  documents: ['application/pdf', 'text/plain', 'text/csv'],
  office: [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.oasis.opendocument.text',
    'application/vnd.oasis.opendocument.spreadsheet',
  ],
  archives: ['application/zip'],
  media: ['audio/mpeg', 'audio/mp4', 'audio/ogg', 'video/mp4', 'video/webm', 'video/quicktime'],
} as const

/** Which files an inbox takes, and how large. */
export function Files({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const { draft, set, isDirty, discard, save } = useInboxDraft(
    inbox,
    ({ attachment_types, attachment_max_bytes }) => ({ types: attachment_types, bytes: attachment_max_bytes }),
    ({ types, bytes }) => ({ attachment_types: types, attachment_max_bytes: bytes }),
  )
  const sizes = [...new Set([...SIZES, draft.bytes / MEGABYTE])].toSorted((one, other) => one - other)
  return (
    <SettingsForm
      title={words.parts.files}
      words={words.filesWords}
      isDirty={isDirty}
      isSaving={save.isPending}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => {
        const types: readonly string[] = GROUPS[group]
        return (
          <Checkbox
            key={group}
            label={words.fileGroups[group]}
            checked={types.every((type) => draft.types.includes(type))}
            onChange={(on) => {
              const others = draft.types.filter((type) => !types.includes(type))
              set({ types: on ? [...others, ...types] : others })
            }}
          />
        )
      })}
      <Select
        label={words.fileSize}
        value={String(draft.bytes / MEGABYTE)}
        options={sizes.map((size) => ({ value: String(size), label: words.megabytes(size) }))}
        onChange={(size) => set({ bytes: Number(size) * MEGABYTE })}
      />
    </SettingsForm>
  )
}
