import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useSound } from '@/chat/useSound'
import { useI18n } from '@/i18n/I18nProvider'
import { LOCALES, type Locale } from '@/i18n/locale'
import { MoreIcon, SoundOffIcon, SoundOnIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import styles from './PanelSettings.module.css'

/** Each language in its own words. */
const LANGUAGES: Record<Locale, string> = { en: 'English', fr: 'Français' }

/** Language and sound, and what else a view brings, under a button. A disclosure, not a menu: the choices are ordinary controls. */
export function PanelSettings({ children }: { children?: (close: () => void) => ReactNode }) {
  const { t, locale, setLocale } = useI18n()
  const { isMuted, setMuted } = useSound()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!isOpen) return undefined
    const leave = (event: Event) => {
      const { target } = event
      // What contains this is not elsewhere: a click on a label first gives the focus to the panel around it.
      const isElsewhere = target instanceof Node && !root.current?.contains(target) && !target.contains(root.current)
      if (isElsewhere) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault() // closes this, not the whole chat
      setOpen(false)
      button.current?.focus()
    }
    const element = root.current
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    element?.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      element?.removeEventListener('keydown', escape)
    }
  }, [isOpen])

  return (
    <div ref={root} className={styles.settings}>
      <IconButton
        ref={button}
        label={t.widget.more}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <MoreIcon />
      </IconButton>
      <div id={id} className={styles.popup} hidden={!isOpen}>
        <fieldset className={styles.languages}>
          <legend>{t.widget.language}</legend>
          {LOCALES.map((language) => (
            <label key={language} lang={language}>
              <input
                type="radio"
                name={`${id}-language`}
                checked={language === locale}
                onChange={() => setLocale(language)}
              />
              <span>{LANGUAGES[language]}</span>
            </label>
          ))}
        </fieldset>
        <button type="button" className={styles.sound} aria-pressed={isMuted} onClick={() => setMuted(!isMuted)}>
          {isMuted ? <SoundOffIcon /> : <SoundOnIcon />}
          {t.widget.mute}
        </button>
        {isOpen && children?.(() => setOpen(false))}
      </div>
    </div>
  )
}
