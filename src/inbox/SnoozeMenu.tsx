import { useRef, useState, type ReactElement, type SubmitEvent } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Menu, MenuHeader, MenuItem, MenuSeparator } from '@/ui/Menu'
import { TextField } from '@/ui/TextField'
import { snoozeTimes } from './snoozeTimes'
import { upcoming } from './upcoming'

interface SnoozeMenuProps {
  trigger: ReactElement
  onChoose: (until: Date) => void
  side?: 'top' | 'bottom'
  returnsFocus?: () => boolean
}

/** Times at which a conversation comes back; it comes back before, if the customer writes. */
export function SnoozeMenu({ trigger, onChoose, side, returnsFocus }: SnoozeMenuProps) {
  const { t } = useI18n()
  const [isChoosing, setChoosing] = useState(false)
  const leads = useRef(false) // to the dialog: then the menu, which closes after it has opened, must not take the focus back
  const choose = (next: boolean) => {
    leads.current = next
    setChoosing(next)
  }
  return (
    <>
      <Menu align="end" side={side} returnsFocus={() => !leads.current && (returnsFocus?.() ?? true)} trigger={trigger}>
        <SnoozeChoices onChoose={onChoose} />
        <MenuSeparator />
        <MenuItem onSelect={() => choose(true)}>{t.desk.snoozeCustom}</MenuItem>
      </Menu>
      <Dialog
        open={isChoosing}
        onOpenChange={choose}
        title={t.desk.snoozeCustom}
        description={t.desk.snoozeWords}
        closeLabel={t.app.close}
      >
        <CustomTime
          onChoose={(until) => {
            choose(false)
            onChoose(until)
          }}
        />
      </Dialog>
    </>
  )
}

/** Times from the moment at which the menu was opened. */
function SnoozeChoices({ onChoose }: { onChoose: (until: Date) => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const [now] = useState(() => new Date())
  return (
    <>
      <MenuHeader>{t.inbox.snoozeUntil}</MenuHeader>
      {snoozeTimes(now).map(({ choice, until }) => (
        <MenuItem key={choice} detail={upcoming(until, i18n, now)} onSelect={() => onChoose(until)}>
          {t.inbox[choice]}
        </MenuItem>
      ))}
    </>
  )
}

function CustomTime({ onChoose }: { onChoose: (until: Date) => void }) {
  const { t } = useI18n()
  const [value, setValue] = useState(() => localValue(new Date(Date.now() + 86_400_000)))
  const [isPast, setPast] = useState(false)
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        const until = new Date(value)
        if (until.getTime() > Date.now()) onChoose(until)
        else setPast(true)
      }}
    >
      <TextField
        type="datetime-local"
        label={t.inbox.snoozeUntil}
        required
        value={value}
        error={isPast ? t.desk.snoozePast : null}
        onChange={(event) => {
          setValue(event.target.value)
          setPast(false)
        }}
      />
      <p style={{ marginBlockStart: 16 }}>
        <Button type="submit" look="primary">
          {t.inbox.snooze}
        </Button>
      </p>
    </form>
  )
}

/** As the field wants it: local time without a zone. */
function localValue(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}
