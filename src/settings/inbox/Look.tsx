import { useId } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { accentTokens, parseHex } from '@/ui/accent'
import { TextField } from '@/ui/TextField'
import type { InboxRow } from '../queries'
import { LookPreview } from './LookPreview'
import { SettingsForm } from './SettingsForm'
import { useInboxDraft } from './useInboxDraft'
import styles from './Look.module.css'

/** The chat's colour, seen at once in light and dark. */
export function Look({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const id = useId()
  const { draft, set, isDirty, discard, save } = useInboxDraft(
    inbox,
    ({ theme }) => ({ others: withoutAccent(theme), accent: accentOf(theme) }),
    ({ others, accent }) => ({ theme: accent.trim() ? { ...others, accent: accent.trim() } : others }),
  )
  const isWrong = draft.accent.trim() !== '' && parseHex(draft.accent.trim()) === null
  return (
    <SettingsForm
      title={words.parts.look}
      isDirty={isDirty}
      isSaving={save.isPending}
      isWrong={isWrong}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      <div className={styles.colour}>
        <label className={styles.label} htmlFor={id}>
          {words.pickColour}
        </label>
        <input
          id={id}
          type="color"
          className={styles.pick}
          value={parseHex(draft.accent.trim()) ? long(draft.accent.trim()) : '#3664be'}
          onChange={({ target }) => set({ accent: target.value })}
        />
        <TextField
          label={words.accent}
          hint={words.accentWords}
          value={draft.accent}
          placeholder="#3664be"
          spellCheck={false}
          error={isWrong ? words.accentWrong : null}
          onChange={({ target }) => set({ accent: target.value })}
        />
      </div>
      <LookPreview tokens={accentTokens(isWrong ? undefined : draft.accent.trim())} />
    </SettingsForm>
  )
}

function asObject(theme: InboxRow['theme']): Record<string, string | number | boolean> {
  return typeof theme === 'object' && !Array.isArray(theme) ? (theme as Record<string, string | number | boolean>) : {}
}

function withoutAccent(theme: InboxRow['theme']) {
  return Object.fromEntries(Object.entries(asObject(theme)).filter(([name]) => name !== 'accent'))
}

function accentOf(theme: InboxRow['theme']): string {
  const { accent } = asObject(theme)
  return typeof accent === 'string' ? accent : ''
}

// The browser's own picker takes six digits only.
function long(hex: string): string {
  return hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex
}
