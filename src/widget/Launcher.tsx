import type { Ref } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ChatIcon, ChevronDownIcon } from '@/ui/icons'
import styles from './Launcher.module.css'

interface LauncherProps {
  ref?: Ref<HTMLButtonElement>
  open: boolean
  unread: number
  /** Hovered, focused or touched: the chat may get ready. */
  onIntent: () => void
  onToggle: () => void
}

/** The round button in the corner, with what is unread. Looks as the loader's does, which can't use this. */
export function Launcher({ ref, open, unread, onIntent, onToggle }: LauncherProps) {
  const { t } = useI18n()
  const name = open ? t.widget.close : t.widget.open + (unread > 0 ? t.widget.unread(unread) : '')
  return (
    <button
      ref={ref}
      type="button"
      className={styles.launcher}
      aria-label={name}
      aria-haspopup="dialog"
      aria-expanded={open}
      onPointerEnter={onIntent}
      onPointerDown={onIntent}
      onFocus={onIntent}
      onClick={onToggle}
    >
      <span className={styles.talk}>
        <ChatIcon size={28} />
      </span>
      <span className={styles.shut}>
        <ChevronDownIcon size={28} />
      </span>
      <span className={styles.badge} aria-hidden="true">
        {open || unread === 0 ? '' : unread > 99 ? '99+' : unread}
      </span>
    </button>
  )
}
