import { useAlerts } from './useAlerts'
import { useAutomaticAway } from './useAutomaticAway'
import { useLiveDesk } from './useLiveDesk'
import { useFollowPreferences } from './usePreferences'
import { useUnread } from './useUnread'

/** What an agent is called for and counted by, whichever page of theirs is open: customers write while one reads reports, too. */
export function AtWork({ conversationId }: { conversationId: string | null }) {
  useLiveDesk(useAlerts(conversationId))
  useUnread()
  useAutomaticAway()
  useFollowPreferences()
  return null
}
