import { Tabs as Base } from '@base-ui/react/tabs'
import { useId, type ReactNode } from 'react'
import { VisuallyHidden } from './VisuallyHidden'
import styles from './Tabs.module.css'

type TabsProps<Value extends string> = {
  label: string
  /** null: none is chosen, and `children` stand outside any tab. */
  value: Value | null
  /** `count` is drawn in the tab and described in words by `countLabel`: the tab's name stays its label. */
  tabs: readonly { value: Value; label: string; count?: number | null; countLabel?: string }[]
  onChange: (value: Value) => void
  /** What all tabs show: one panel, since only its contents differ. */
  children: ReactNode
  /** Between tabs and panel. */
  beforePanel?: ReactNode
  className?: string
}

export function Tabs<Value extends string>({
  label,
  value,
  tabs,
  onChange,
  children,
  beforePanel,
  className,
}: TabsProps<Value>) {
  const id = useId()
  return (
    <Base.Root className={className} value={value} onValueChange={onChange}>
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={styles.tab}
            aria-describedby={tab.countLabel ? `${id}-${tab.value}` : undefined}
          >
            {tab.label}
            {tab.count ? (
              <span className={styles.count} aria-hidden="true">
                {tab.count > 999 ? '999+' : tab.count}
              </span>
            ) : null}
          </Base.Tab>
        ))}
        <Base.Indicator className={styles.indicator} />
      </Base.List>
      {tabs.map(
        (tab) =>
          tab.countLabel && (
            <VisuallyHidden key={tab.value} id={`${id}-${tab.value}`}>
              {tab.countLabel}
            </VisuallyHidden>
          ),
      )}
      {beforePanel}
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles.panel} tabIndex={-1}>
          {tab.value === value && children}
        </Base.Panel>
      ))}
      {value === null && children}
    </Base.Root>
  )
}
