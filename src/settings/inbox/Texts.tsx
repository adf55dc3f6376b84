import { useState } from 'react'
import { LOCALES, type Locale } from '@/i18n/locale'
import { useI18n } from '@/i18n/I18nProvider'
import { Tabs } from '@/ui/Tabs'
import { TextArea } from '@/ui/TextArea'
import type { InboxRow } from '../queries'
import { SettingsForm } from './SettingsForm'
import { readTexts, writeTexts, type LanguageTexts } from './texts'
import { TextsPreview } from './TextsPreview'
import { useInboxDraft } from './useInboxDraft'
import { hasWrongTexts, WidgetTexts } from './words/WidgetTexts'
import styles from './Texts.module.css'

/** What the chat says, in each language; what is left empty stands as we wrote it. */
export function Texts({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const [locale, setLocale] = useState<Locale>(inbox.locale)
  const { draft, set, isDirty, discard, save } = useInboxDraft(inbox, readTexts, writeTexts)
  const texts = draft[locale]
  const put = (part: Partial<LanguageTexts>) => set({ [locale]: { ...texts, ...part } })
  const tabs = LOCALES.map((value) => {
    const wrong = hasWrongTexts(draft[value].strings)
    return {
      value,
      label: value === 'fr' ? 'Français' : 'English',
      count: wrong,
      countLabel: wrong > 0 ? words.textsWrong(wrong) : undefined,
    }
  })
  return (
    <SettingsForm
      title={words.parts.texts}
      words={words.textsWords}
      isDirty={isDirty}
      isSaving={save.isPending}
      isWrong={tabs.some(({ count }) => count > 0)}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      <Tabs label={words.textsLanguage} value={locale} tabs={tabs} onChange={setLocale}>
        <div className={styles.texts}>
          <TextsPreview locale={locale} texts={texts} name={inbox.name} />
          {(['greeting', 'welcome', 'away'] as const).map((name) => (
            <TextArea
              key={name}
              lang={locale}
              dir="auto"
              label={words[name]}
              hint={words[`${name}Words`]}
              value={texts[name]}
              maxLength={2000}
              onChange={({ target }) => put({ [name]: target.value })}
            />
          ))}
          <WidgetTexts locale={locale} strings={texts.strings} onChange={(strings) => put({ strings })} />
        </div>
      </Tabs>
    </SettingsForm>
  )
}
