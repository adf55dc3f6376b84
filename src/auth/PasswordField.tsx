import { useState, type ComponentProps } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { TextField } from '@/ui/TextField'
import styles from './AuthForm.module.css'

type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'label' | 'type'>

/** A password, with a way to see what is typed: on a phone nobody types blindly. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useI18n()
  const [shown, setShown] = useState(false)
  return (
    <div className={styles.password}>
      <TextField {...props} label={t.auth.password} type={shown ? 'text' : 'password'} spellCheck={false} />
      <label className={styles.show}>
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {t.auth.showPassword}
      </label>
    </div>
  )
}
