import { useState } from 'react'
import { LOCALES, type Locale } from '@/i18n/locale'
import { useI18n } from '@/i18n/I18nProvider'
import { Tabs } from '@/ui/Tabs'
import { TextArea } from '@/ui/TextArea'
import type { InboxRow } from '../queries'
import { OtherWords } from './OtherWords'
import { SettingsForm } from './SettingsForm'
import { readTexts, writeTexts, type LanguageTexts } from './texts'
import { useInboxDraft } from './useInboxDraft'

/** What the chat says, in each language; what is left empty stands as we wrote it. */
export function Texts({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const [locale, setLocale] = useState<Locale>(inbox.locale)
  const { draft, set, isDirty, discard, save } = useInboxDraft(inbox, readTexts, writeTexts)
  const texts = draft[locale]
  const put = (part: Partial<LanguageTexts>) => set({ [locale]: { ...texts, ...part } })
  return (
    <SettingsForm
      title={words.parts.texts}
      words={words.textsWords}
      isDirty={isDirty}
      isSaving={save.isPending}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      <Tabs
        label={words.textsLanguage}
        value={locale}
        tabs={LOCALES.map((value) => ({ value, label: value === 'fr' ? 'Français' : 'English' }))}
        onChange={setLocale}
      >
        <div style={{ display: 'grid', gap: 20, paddingBlockStart: 16 }} lang={locale}>
          {(['greeting', 'welcome', 'away'] as const).map((name) => (
            <TextArea
              key={name}
              label={words[name]}
              hint={words[`${name}Words`]}
              value={texts[name]}
              maxLength={2000}
              onChange={({ target }) => put({ [name]: target.value })}
            />
          ))}
          <OtherWords locale={locale} strings={texts.strings} onChange={(strings) => put({ strings })} />
        </div>
      </Tabs>
    </SettingsForm>
  )
}
