import { SendIcon } from '@/ui/icons'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { CheckIcon, ChevronDownIcon } from '@/ui/icons'
import { Menu, MenuChoice, MenuItem, MenuSeparator, MenuToggle } from '@/ui/Menu'
import { modKey } from '../keys'
import { usePreferences } from '../usePreferences'
import type { Mode } from './ModeSwitch'
import { useSending } from './sending'
import styles from './SendButtons.module.css'

interface SendButtonsProps {
  mode: Mode
  disabled: boolean
  onSendAndClose: () => void
}

/** Sends, and beside it how: and close, with which key, with time for a second thought. */
export function SendButtons({ mode, disabled, onSendAndClose }: SendButtonsProps) {
  const { t } = useI18n()
  const [sending, change] = useSending()
  const [preferences, prefer] = usePreferences()
  const keys = `${modKey()}+${t.composer.enterKey}`
  return (
    <div className={styles.send} data-mode={mode}>
      <Button
        type="submit"
        look="primary"
        className={styles.main}
        disabled={disabled}
        icon={mode === 'reply' ? <SendIcon /> : undefined}
        onMouseDown={keepFocus}
        title={preferences.send_with === 'enter' ? t.composer.enterKey : keys}
      >
        {mode === 'reply' ? t.chat.send : t.composer.addNote}
      </Button>
      <Menu
        side="top"
        align="end"
        trigger={
          <IconButton label={t.composer.sendOptions} className={styles.more}>
            <ChevronDownIcon size={16} />
          </IconButton>
        }
      >
        {mode === 'reply' && (
          <>
            <MenuItem
              icon={<CheckIcon size={16} />}
              detail={`${modKey()}+⇧+${t.composer.enterKey}`}
              disabled={disabled}
              onSelect={onSendAndClose}
            >
              {t.composer.sendAndClose}
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuChoice
          label={t.composer.sendWith}
          value={preferences.send_with}
          choices={[
            { value: 'enter', label: t.composer.enterKey },
            { value: 'mod_enter', label: keys },
          ]}
          onChange={(send_with) => prefer({ send_with })}
        />
        <MenuSeparator />
        <MenuToggle checked={sending.undo} onChange={(undo) => change({ undo })}>
          {t.composer.undoTime}
        </MenuToggle>
      </Menu>
    </div>
  )
}

// A press on the button takes the keyboard of a phone away, and brings it back a moment later.
function keepFocus(event: { preventDefault: () => void }) {
  event.preventDefault()
}
