import { createStore } from '@/lib/store'
import { together } from '@/lib/undo'
import { createControl, type WidgetControl } from '@/widget/control'

const controls = new Map<string, WidgetControl>()
/** The inboxes whose widgets are on the page, the first first. */
export const present = createStore<readonly string[]>([])

export function controlOf(inboxKey: string): WidgetControl {
  const control = controls.get(inboxKey) ?? createControl(inboxKey)
  controls.set(inboxKey, control)
  return control
}

/** @returns the undo */
export function enter(inboxKey: string): () => void {
  present.set([...present.get(), inboxKey])
  return together(() => {
    const at = present.get().indexOf(inboxKey)
    present.set(present.get().toSpliced(at, 1))
  })
}

/** The control of the first widget on the page: at once, or when there is one. */
export function firstControl(): Promise<WidgetControl> {
  return new Promise((resolve) => {
    const look = () => {
      const [first] = present.get()
      if (first === undefined) return
      stop()
      resolve(controlOf(first))
    }
    const stop = present.subscribe(look)
    look()
  })
}
