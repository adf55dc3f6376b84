import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import styles from './Tooltip.module.css'

type TooltipProps = {
  /** Shown on hover and focus. The trigger has a name of its own: a tooltip is never the only one. */
  hint: ReactNode
  /** Keys that do the same. */
  keys?: string
  side?: 'top' | 'bottom' | 'inline-end' | 'inline-start'
  children: ReactElement
}

/** One hint for one element. Hints of neighbours come at once when the first is open: see `TooltipProvider`. */
export function Tooltip({ hint, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            {hint}
            {keys && <kbd className={styles.keys}>{keys}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export const TooltipProvider = Base.Provider
