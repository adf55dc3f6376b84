import { I18nProvider, useI18n } from '@/i18n/I18nProvider'
import { OwnWords } from '@/i18n/Language'
import type { Locale } from '@/i18n/locale'
import { SendIcon } from '@/ui/icons'
import type { LanguageTexts } from './texts'
import styles from './TextsPreview.module.css'

/** The chat with these texts, in small. A picture: nothing in it does anything. */
export function TextsPreview({ locale, texts, name }: { locale: Locale; texts: LanguageTexts; name: string }) {
  const { t } = useI18n()
  return (
    <figure className={styles.preview} aria-label={t.settings.inbox.textsPreview} lang={locale}>
      <I18nProvider locale={locale} remember={false} ofPage={false}>
        <OwnWords strings={texts.strings}>
          <Welcome texts={texts} />
          <Conversation texts={texts} name={name} />
        </OwnWords>
      </I18nProvider>
    </figure>
  )
}

function Welcome({ texts }: { texts: LanguageTexts }) {
  const { t } = useI18n()
  return (
    <div className={styles.panel} inert>
      <div className={styles.head}>
        <b dir="auto">{t.widget.welcome}</b>
        <span dir="auto">{texts.welcome || t.widget.replySoon}</span>
      </div>
      <p className={styles.away} dir="auto">
        {texts.away || t.widget.away}
      </p>
      <p className={styles.start} dir="auto">
        {t.widget.newConversation}
      </p>
    </div>
  )
}

function Conversation({ texts, name }: { texts: LanguageTexts; name: string }) {
  const { t } = useI18n()
  return (
    <div className={styles.panel} inert>
      <div className={styles.head}>
        <b dir="auto">{name}</b>
        <span dir="auto">{t.widget.online}</span>
      </div>
      <p className={styles.day} dir="auto">
        {t.chat.today}
      </p>
      {texts.greeting && (
        <p className={styles.theirs} dir="auto">
          {texts.greeting}
        </p>
      )}
      <p className={styles.typing} dir="auto">
        {t.chat.typing('Léa')}
      </p>
      <p className={styles.composer} dir="auto">
        {t.chat.placeholder}
        <SendIcon size={16} />
      </p>
    </div>
  )
}
