import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** What only agents meet, by who imports it: notes and events among the messages, and how agents ask. */
const TEAM_ONLY: Record<string, string[]> = {
  'src/chat/MessageBlock.tsx': ['./NoteCard', './EventLine'],
  'src/chat/chat.ts': ['./agentApi'],
}
const STAND_IN = fileURLToPath(new URL('../src/chat/teamLeftOut.ts', import.meta.url))

/** Leaves out of the widget what no customer can come upon: 2 kB that everyone would load. */
export function leaveOutTeam(): Plugin {
  return {
    name: 'causerie:leave-out-team',
    enforce: 'pre',
    resolveId(source, importer = '') {
      const isLeftOut = Object.entries(TEAM_ONLY).some(
        ([file, names]) => importer.endsWith(file) && names.includes(source),
      )
      return isLeftOut ? STAND_IN : null
    },
  }
}
