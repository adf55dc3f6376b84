/** What may stand in a text's place. */
export type Place =
  | 'count'
  | 'day'
  | 'duration'
  | 'email'
  | 'file'
  | 'moment'
  | 'name'
  | 'number'
  | 'question'
  | 'size'
  | 'team'
  | 'text'
  | 'time'

/** What stands in `{1}` and `{2}` of each text that speaks of something. The database knows how many: `private.places_of()`. */
export const PLACES: Readonly<Record<string, readonly Place[]>> = {
  'widget.unread': ['count'],
  'widget.replyWithin': ['duration'],
  'widget.mine': ['text'],
  'widget.unreadInRow': ['count'],
  'widget.backAt': ['moment'],
  'widget.at': ['time'],
  'widget.optional': ['question'],
  'widget.emailThanks': ['email'],
  'widget.transcriptTitle': ['team'],
  'chat.dayAt': ['day', 'time'],
  'chat.typing': ['name'],
  'chat.typingTwo': ['name', 'name'],
  'chat.newMessages': ['count'],
  'chat.tooLong': ['number'],
  'chat.tooMuch': ['number'],
  'chat.charactersLeft': ['count'],
  'chat.charactersOver': ['count'],
  'attachments.uploading': ['file'],
  'attachments.underWay': ['count'],
  'attachments.readyToSend': ['count'],
  'attachments.remove': ['file'],
  'attachments.retry': ['file'],
  'attachments.tooLarge': ['size'],
  'attachments.download': ['file'],
  'attachments.enlarge': ['file'],
}

export type PlaceFault = { fault: 'missing' | 'unknown'; place: string }

/**
 * What is wrong with the placeholders of a text: one that it must hold and does not, or one that nothing is put into. An empty text says
 * ours, and the form for one may say its number in words. The database asks the same: `private.placeholder_fault()`.
 */
export function placeFault(key: string, text: string, places: readonly Place[]): PlaceFault | null {
  if (text.trim() === '') return null
  const known = places.map((_, i) => `{${i + 1}}`)
  const unknown = (text.match(/\{[^{}]*\}/g) ?? []).find((place) => !known.includes(place))
  if (unknown !== undefined) return { fault: 'unknown', place: unknown }
  const missing = key.endsWith('.one') ? undefined : known.find((place) => !text.includes(place))
  return missing === undefined ? null : { fault: 'missing', place: missing }
}

/** A text with something in its places, as it will read. */
export function filledWith(text: string, samples: readonly string[]): string {
  return samples.reduce((said, sample, i) => said.replaceAll(`{${i + 1}}`, () => sample), text)
}
