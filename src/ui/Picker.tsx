import { Autocomplete } from '@base-ui/react/autocomplete'
import { Popover } from '@base-ui/react/popover'
import { useState, type ReactElement, type ReactNode } from 'react'
import { CheckIcon, SearchIcon } from './icons'
import styles from './Picker.module.css'

export interface PickerItem {
  id: string
  label: string
  /** Found by these words too. */
  words?: string
  icon?: ReactNode
  detail?: ReactNode
  /** For those of which several, or one, are chosen. */
  checked?: boolean
  onPick: () => void
}

interface PickerGroup {
  label: string
  items: readonly PickerItem[]
}

interface PickListProps {
  /** Of the field that narrows the list. */
  label: string
  empty: string
  groups: readonly PickerGroup[]
  /** After something was picked. */
  onPicked: () => void
  /** What was typed, for those who look further than the list. */
  onQuery?: (query: string) => void
  placeholder?: string
}

/** A list that typing narrows: arrows choose, Enter picks. */
export function PickList({ label, empty, groups, onPicked, onQuery, placeholder }: PickListProps) {
  const [query, setQuery] = useState('')
  const filled = groups
    .filter(({ items }) => items.length > 0)
    .map(({ label, items }) => ({ value: label, items: [...items] }))
  return (
    <Autocomplete.Root
      open
      inline
      items={filled}
      value={query}
      onValueChange={(value, { reason }) => {
        if (reason === 'item-press') return // what was picked is no query
        setQuery(value)
        onQuery?.(value)
      }}
      itemToStringValue={(item: PickerItem) => `${item.label} ${item.words ?? ''}`}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.field}>
        <SearchIcon size={16} />
        <Autocomplete.Input className={styles.input} aria-label={label} placeholder={placeholder ?? label} />
      </div>
      <Autocomplete.Empty>
        <p className={styles.empty}>{empty}</p>
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list} aria-label={label}>
        {(group: { value: string; items: PickerItem[] }) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            {filled.length > 1 && (
              <Autocomplete.GroupLabel className={styles.groupLabel}>{group.value}</Autocomplete.GroupLabel>
            )}
            <Autocomplete.Collection>
              {(item: PickerItem) => (
                <Autocomplete.Item
                  key={item.id}
                  value={item}
                  className={styles.item}
                  aria-checked={item.checked}
                  onClick={() => {
                    item.onPick()
                    onPicked()
                  }}
                >
                  {item.icon && <span className={styles.icon}>{item.icon}</span>}
                  <span className={styles.label}>{item.label}</span>
                  {item.detail && <span className={styles.detail}>{item.detail}</span>}
                  {item.checked && (
                    <span className={styles.tick}>
                      <CheckIcon size={16} />
                    </span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

type PickerProps = Omit<PickListProps, 'onPicked'> & {
  /** The button that opens it. */
  trigger: ReactElement
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  /** Several may be picked, one after the other. */
  staysOpen?: boolean
  onOpen?: () => void
}

/** A `PickList` under a button. */
export function Picker({ trigger, align = 'start', side = 'bottom', staysOpen = false, onOpen, ...list }: PickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) onOpen?.()
      }}
    >
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side={side} align={align} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={list.label}>
            <PickList {...list} onPicked={() => !staysOpen && setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
