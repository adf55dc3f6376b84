import type { LabelKey } from './things.ts'

/** What happens in a demo conversation, without its times. */
export type Line =
  | { who: 'customer' | 'agent' | 'colleague' | 'note'; says: string; afterMinutes?: number }
  | { who: 'pause'; hours: number }
  | { who: 'close' }
  | { who: 'rating'; score: number; comment?: string }
  | { who: 'snooze'; days: number }

export interface Script {
  /** Name of the contact; absent: an anonymous visitor. */
  name?: string
  /** The site's backend vouches for name and address. */
  verified?: true
  page?: string
  /** Who answers, where the words tell; absent: either of the two. */
  by?: 'maite' | 'julien'
  /** Ends so long ago; absent: some day of the last week. */
  minutesAgo?: number
  /** The customer wrote before the team was there. */
  early?: true
  /** Nobody of the other side has read the end. */
  unread?: true
  /** Keys of the demo's labels: see things.ts. */
  labels?: LabelKey[]
  /** 1 low to 4 urgent. */
  priority?: number
  lines: Line[]
}

export const customer = (says: string): Line => ({ who: 'customer', says })
/** Whoever has the conversation; they take it with their first answer. */
export const agent = (says: string): Line => ({ who: 'agent', says })
/** As `agent`, but the customer had to wait for it. */
export const later = (afterMinutes: number, says: string): Line => ({ who: 'agent', says, afterMinutes })
/** The other of the two. */
export const colleague = (says: string): Line => ({ who: 'colleague', says })
export const note = (says: string): Line => ({ who: 'note', says })
export const pause = (hours: number): Line => ({ who: 'pause', hours })
export const snooze = (days: number): Line => ({ who: 'snooze', days })
export const close: Line = { who: 'close' }
/** The customer's, once it is closed: 1 to 5 points. */
export const rating = (score: number, comment?: string): Line => ({
  who: 'rating',
  score,
  ...(comment !== undefined && { comment }),
})
