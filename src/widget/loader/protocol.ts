/**
 * What loader and frame say to each other over `postMessage`. `readOptions` is in every page's bundle: keep it small.
 * Both sides name exact origins; what arrives is `unknown` until one of the two readers here has read it.
 */

/** `ibx_` and 22 characters of base62. */
export const INBOX_KEY = /^ibx_[0-9A-Za-z]{22}$/

export type WidgetOptions = {
  locale?: 'en' | 'fr'
  /** `#rrggbb` or `#rgb`. Lightness is corrected where text stands on it. */
  accent?: string
  side?: 'left' | 'right'
  theme?: 'light' | 'dark' | 'auto'
  /** Pixels from the side and from below: `24`, or `24 80`. */
  offset?: string | number
  zIndex?: string | number
  /** `hidden`, or a CSS selector of the page's own buttons: then ours is not shown. */
  launcher?: string
  /** The inbox's address, offered where the chat can't be reached. */
  email?: string
}

/** What a page says of its visitor without proof: shown to the team as unverified. */
export type Claims = {
  name?: string
  email?: string
  attributes?: Record<string, string | number | boolean>
}

/** What the host's page asks of the frame, and what goes with it. */
export type Asked = { identify: { token: string }; logout: { everywhere?: boolean }; update: Claims }

/** What the host's page may listen to, and what a listener is given. */
export type WidgetEvents = {
  ready: Record<string, never>
  open: Record<string, never>
  close: Record<string, never>
  unread: { count: number }
  'message:sent': { conversation_id: string }
  'message:received': { conversation_id: string }
  'conversation:started': { conversation_id: string }
  'conversation:closed': { conversation_id: string }
  error: { code: string }
}
export type WidgetEvent = keyof WidgetEvents

/** Where the customer is: goes with the conversation they start. */
export type HostPage = { url: string; title: string; referrer: string }

/** A message that nobody has read yet. `dismiss`: the word for putting it away. */
export type Preview = { author: string; text: string; dismiss: string }

export type FromFrame =
  /** `again`: from the same page, which has not been answered yet. */
  | { type: 'hello'; again: boolean }
  | { type: 'ready' }
  | { type: 'unknown_inbox' }
  | { type: 'unread'; count: number }
  /** The newest unread message, to stand beside the button; none: an empty text. */
  | ({ type: 'preview' } & Preview)
  /** It has just come, and of all tabs this one shall tell. */
  | ({ type: 'notify' } & Preview)
  | { type: 'close' }
  | { type: 'expand'; expanded: boolean }
  /** Remembered on this device, for the button of the next page. */
  | { type: 'look'; look: WidgetOptions }
  | { type: 'store'; id: number; op: 'get' | 'set' | 'remove'; name: string; value: string }
  | { type: 'event'; name: WidgetEvent; detail: object }
  /** What became of a `call`: what it gave, or the code of an error. */
  | { type: 'answer'; id: number; code: string; value: object }

/** Whether the panel is seen, how large, and whether it fills the whole screen, as on a phone. */
export type Shown = { open: boolean; expanded: boolean; fills: boolean }

export type Call = { [Method in keyof Asked]: { id: number; method: Method; given: Asked[Method] } }[keyof Asked]

export type FromHost =
  | { type: 'init'; options: WidgetOptions; shown: Shown; page: HostPage }
  | { type: 'shown'; shown: Shown; page: HostPage }
  | { type: 'update'; options: WidgetOptions }
  | { type: 'stored'; id: number; value: string | null }
  | ({ type: 'call' } & Call)

type Fields = Record<string, unknown>

const OPTIONS: Record<keyof WidgetOptions, RegExp> = {
  locale: /^(en|fr)$/,
  accent: /^#([\da-f]{3}){1,2}$/i,
  side: /^(left|right)$/,
  theme: /^(light|dark|auto)$/,
  offset: /^\d{1,4}( \d{1,4})?$/,
  zIndex: /^\d{1,10}$/,
  launcher: /./,
  email: /^[^\s@?&]+@[^\s@?&]+$/,
}

/**
 * Takes the options that are well-formed and leaves the rest: a host's slip must not cost its customers the chat.
 * @param refuse told the name of each that is left; an empty one is none
 */
export function readOptions(given: unknown, refuse?: (name: string) => void): WidgetOptions {
  const options: Fields = {}
  for (const [name, pattern] of Object.entries(OPTIONS)) {
    const value = (given as Fields | null | undefined)?.[name]
    if (!value && value !== 0) continue
    if ((typeof value === 'string' || typeof value === 'number') && pattern.test(value as string)) options[name] = value
    else refuse?.(name)
  }
  return options
}

/** What a frame may say, and the types of what goes with it. */
const FROM_FRAME: Record<string, Record<string, string>> = {
  hello: { again: 'boolean' },
  ready: {},
  unknown_inbox: {},
  close: {},
  unread: { count: 'number' },
  preview: { author: 'string', text: 'string', dismiss: 'string' },
  notify: { author: 'string', text: 'string', dismiss: 'string' },
  expand: { expanded: 'boolean' },
  look: { look: 'object' },
  event: { name: 'string', detail: 'object' },
  store: { id: 'number', op: 'string', name: 'string', value: 'string' },
  answer: { id: 'number', code: 'string', value: 'object' },
} satisfies Record<FromFrame['type'], object>

/** @returns null for anything that no frame of this version says */
export function readFromFrame(data: unknown): FromFrame | null {
  if (!isObject(data)) return null
  const fields = Object.hasOwn(FROM_FRAME, String(data.type)) && FROM_FRAME[String(data.type)]
  const isWhole =
    fields && Object.entries(fields).every(([name, type]) => typeof data[name] === type && data[name] !== null)
  return isWhole ? (data as FromFrame) : null
}

/** @returns null for anything that no loader of this version says */
export function readFromHost(data: unknown): FromHost | null {
  if (!isObject(data)) return null
  const { type, options, page, shown } = data
  if (type === 'stored' && Number.isSafeInteger(data.id) && (data.value === null || typeof data.value === 'string'))
    return data as FromHost
  if (type === 'call' && Number.isSafeInteger(data.id) && METHODS.test(String(data.method)) && isObject(data.given))
    return data as FromHost
  if (type === 'update') return { type, options: readOptions(options) }
  if (type === 'init' && isPage(page) && isShown(shown)) return { type, options: readOptions(options), shown, page }
  if (type === 'shown' && isPage(page) && isShown(shown)) return { type, shown, page }
  return null
}

const METHODS = /^(identify|logout|update)$/

function isPage(value: unknown): value is HostPage {
  return isObject(value) && [value.url, value.title, value.referrer].every((text) => typeof text === 'string')
}

function isShown(value: unknown): value is Shown {
  return isObject(value) && [value.open, value.expanded, value.fills].every((flag) => typeof flag === 'boolean')
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
