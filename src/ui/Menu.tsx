import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { CheckIcon } from './icons'
import styles from './Menu.module.css'

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'inline-end'
  /** False: the focus does not go back to the trigger when it closes; a choice has sent it elsewhere. */
  returnsFocus?: () => boolean
}

/** Actions or choices under a button. Fill it with `MenuItem`, `MenuChoice`, `MenuGroup`, `MenuSeparator`. */
export function Menu({ trigger, children, align = 'start', side = 'bottom', returnsFocus }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} side={side} align={align} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={styles.popup} finalFocus={returnsFocus}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type MenuItemProps = {
  children: ReactNode
  onSelect: () => void
  icon?: ReactNode
  detail?: ReactNode
  disabled?: boolean
}

export function MenuItem({ children, onSelect, icon, detail, disabled }: MenuItemProps) {
  return (
    <Base.Item className={styles.item} onClick={onSelect} disabled={disabled}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <span className={styles.label}>{children}</span>
      {detail && <span className={styles.detail}>{detail}</span>}
    </Base.Item>
  )
}

/** An item that leads to another page: a real link, to be opened in a tab of its own if wanted. */
export function MenuLink({ children, icon, render }: { children: ReactNode; icon?: ReactNode; render: ReactElement }) {
  return (
    <Base.LinkItem className={styles.item} render={render} closeOnClick>
      {icon && <span className={styles.icon}>{icon}</span>}
      <span className={styles.label}>{children}</span>
    </Base.LinkItem>
  )
}

type MenuChoiceProps<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; icon?: ReactNode; lang?: string }[]
  onChange: (value: Value) => void
}

/** One of several, with a tick at what is chosen. The menu stays open: the effect is seen at once. */
export function MenuChoice<Value extends string>({ label, value, choices, onChange }: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={styles.item} lang={choice.lang}>
            {choice.icon && <span className={styles.icon}>{choice.icon}</span>}
            <span className={styles.label}>{choice.label}</span>
            <Base.RadioItemIndicator className={styles.tick}>
              <CheckIcon />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

type MenuToggleProps = { children: ReactNode; icon?: ReactNode; checked: boolean; onChange: (checked: boolean) => void }

export function MenuToggle({ children, icon, checked, onChange }: MenuToggleProps) {
  return (
    <Base.CheckboxItem className={styles.item} checked={checked} onCheckedChange={onChange}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <span className={styles.label}>{children}</span>
      <Base.CheckboxItemIndicator className={styles.tick}>
        <CheckIcon />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  )
}

export function MenuHeader({ children }: { children: ReactNode }) {
  return <div className={styles.header}>{children}</div>
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />
}
