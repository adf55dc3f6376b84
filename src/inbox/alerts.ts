/** How an agent wants to work: `my_preferences()`. */
export interface Preferences {
  notify: 'all' | 'mine' | 'mentions' | 'none'
  sound: boolean
  /** Local times of the device; it may go over midnight. */
  quiet: { from: string; to: string } | null
  send_with: 'enter' | 'mod_enter'
  away_after_minutes: number | null
}

/** Something that has just happened. */
export interface News {
  /** A customer wrote; or a colleague mentioned whoever looks. */
  kind: 'message' | 'mention'
  assigneeId: string | null
}

/** Whether somebody wants to hear of it now. */
export function wantsToHear({ notify, quiet }: Preferences, news: News, meId: string, now: Date): boolean {
  if (notify === 'none' || (quiet && isWithin(quiet, now))) return false
  if (news.kind === 'mention') return true
  if (notify === 'mentions') return false
  return notify === 'all' || news.assigneeId === meId
}

function isWithin({ from, to }: { from: string; to: string }, now: Date): boolean {
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`
  return from <= to ? time >= from && time < to : time >= from || time < to
}
