import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** What only agents meet, by who imports it: notes and events among the messages, and how agents ask. */
const TEAM_ONLY: Record<string, string[]> = {
  'src/chat/MessageBlock.tsx': ['./NoteCard', './EventLine'],
  'src/chat/chat.ts': ['./agentApi'],
}
/** Refusals that only agents meet, by their word. One that is not named here is kept: nobody is left without an explanation. */
const TEAM_HINTS = new Set(
  [
    'newer_reply already_assigned already_an_agent invitation_not_found not_allowed placeholder_missing placeholder_unknown',
    'setting_invalid name_taken label_not_found view_not_found canned_response_not_found shortcut_taken shortcut_invalid',
    'too_many_labels too_many_views too_many_mentions agent_not_found contact_not_found avatar_invalid filter_invalid last_owner',
    'conversation_closed until_invalid contact_verified merge_into_verified merged_since too_many_at_once',
    'merge_not_found workspace_not_found time_zone_invalid calendar_invalid secrets_full secret_not_found',
  ].flatMap((line) => line.split(' ')),
)
const STAND_IN = fileURLToPath(new URL('../src/chat/teamLeftOut.ts', import.meta.url))

/** Leaves out of the widget what no customer can come upon: 4 kB that everyone would load. */
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
    transform(code, id) {
      const area = /\/src\/i18n\/(?:en|fr)\/(errors|chat)\.ts$/.exec(id)?.[1]
      if (area === 'chat') return code.replace(/^ {2}event: \{\n.*?^ {2}\},\n/ms, '') // what became of a conversation
      if (area === 'errors')
        return code.replaceAll(/^ {4}(\w+):\s+'[^'\n]*',\n/gm, (line, hint: string) =>
          TEAM_HINTS.has(hint) ? '' : line,
        )
      return null
    },
  }
}
