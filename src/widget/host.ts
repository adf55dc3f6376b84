import type { Storage } from '@/lib/storage'
import type { Claims, HostPage, Preview, WidgetEvent, WidgetEvents, WidgetOptions } from './loader/protocol'

export interface PanelOptions extends WidgetOptions {
  /** The page asked for this accent at run time: stronger than what the inbox says. */
  accentIsAsked?: boolean
}

/**
 * What stands around the panel: the loader on a customer's page, seen from inside its frame, or a `ChatWidget` of our own app.
 * The panel speaks to this alone and never knows which it is.
 */
export interface WidgetHost {
  /** Where session, outbox and choices survive a reload. */
  storage: Storage
  /** The page the customer is on now. */
  page: () => HostPage
  /** What the page claims of the visitor, unproven: for their first message. */
  claims?: () => Claims
  close: () => void
  /** Null where there is no other size. */
  expand: ((expanded: boolean) => void) | null
  /** For the badge. */
  setUnread: (count: number) => void
  /** The newest unread message, to stand beside the button; null: none. */
  preview: (preview: Preview | null) => void
  /** A message has just come, and of all tabs this one shall tell. */
  notify: (preview: Preview) => void
  /** To be worn by the button too, and remembered on this device. */
  remember: (look: WidgetOptions) => void
  tell: <Name extends WidgetEvent>(name: Name, detail: WidgetEvents[Name]) => void
  /** Drawn: from now on the panel may be shown. */
  ready: () => void
  /** Nobody answers to this key: the button goes. */
  unknownInbox: () => void
}
