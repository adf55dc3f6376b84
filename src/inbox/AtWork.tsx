import { useAlerts } from './useAlerts'
import { useAutomaticAway } from './useAutomaticAway'
import { useFollowPreferences } from './usePreferences'

/** What an agent is called for and counted by, whichever page of theirs is open: customers write while one reads reports, too. */
export function AtWork({ conversationId }: { conversationId: string | null }) {
  useAlerts(conversationId)
  useAutomaticAway()
  useFollowPreferences()
  return null
}
