import { ChatWidget } from './ChatWidget'
import type * as Declared from './index'
import { useChat } from './useChat'

// What is written by hand in index.d.ts is what there is.
void ({ ChatWidget, useChat } satisfies typeof Declared)

export { ChatWidget, useChat }
