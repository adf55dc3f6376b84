import type { ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { LeaveGuard } from '../LeaveGuard'
import { Section } from '../Section'
import { useMe } from '../useOffice'
import styles from './SettingsForm.module.css'

interface SettingsFormProps {
  title: string
  words?: ReactNode
  children: ReactNode
  isDirty: boolean
  isSaving: boolean
  /** Something in it can't be saved: what is wrong is said where it is. */
  isWrong?: boolean
  /** One's own: no role is needed. */
  forEveryone?: boolean
  onSave: () => void
  onDiscard: () => void
}

/** Settings with a button that saves them, for those who may; others read. */
export function SettingsForm({
  title,
  words,
  children,
  isDirty,
  isSaving,
  isWrong = false,
  forEveryone = false,
  onSave,
  onDiscard,
}: SettingsFormProps) {
  const { t } = useI18n()
  const me = useMe()
  const mayChange = forEveryone || me.isManager
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isDirty && !isWrong) onSave()
      }}
    >
      <LeaveGuard when={isDirty && !isSaving} />
      <Section
        title={title}
        words={words}
        foot={
          mayChange && (
            <>
              <Button type="submit" look="primary" busy={isSaving} disabled={!isDirty}>
                {t.settings.save}
              </Button>
              {isDirty && (
                <Button look="quiet" onClick={onDiscard}>
                  {t.settings.discard}
                </Button>
              )}
              <output className={styles.state}>
                {isDirty && (isWrong ? t.settings.mendFirst : t.settings.unsaved)}
              </output>
            </>
          )
        }
      >
        {!mayChange && <p className={styles.readOnly}>{t.settings.readOnly}</p>}
        <fieldset className={styles.fields} disabled={!mayChange}>
          {children}
        </fieldset>
      </Section>
    </form>
  )
}
