export const MAX_BODY = 10_000
/** From here on the composer counts. */
export const COUNT_FROM = 9_500

/** What a composer holds, of ten messages. Beyond it is a file pasted by mistake: with 1 MB in the field each key takes a browser seconds. */
export const MAX_WRITTEN = 100_000

export type CheckedBody = { ok: true; body: string } | { ok: false; reason: 'blank' | 'too_long'; over: number }

// What is neither to be seen nor breaks a line: the server refuses it, and a paste brings it without anybody's knowing.
const CONTROL = /[\p{Cc}--[\t\n]]/gv

// Anything but spaces and fillers of all kinds, zero-width ones too: as the server judges.
const SEEN = /[^\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2800\u3164\uffa0]/v

/** What would be sent: without control characters, halves of characters and blank edges. The length is counted as Postgres counts it, by code points. */
export function checkBody(text: string): CheckedBody {
  const body = text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll(CONTROL, '').trim()
  if (!SEEN.test(body)) return { ok: false, reason: 'blank', over: 0 }
  const length = lengthOf(body)
  return length > MAX_BODY ? { ok: false, reason: 'too_long', over: length - MAX_BODY } : { ok: true, body }
}

/** Whether this is no more for a composer to hold. Who has more already may take some of it away. */
export function isTooMuch(next: string, before: string): boolean {
  return next.length > Math.max(MAX_WRITTEN, before.length)
}

/** Keeps such a text out of the field before the browser lays it out. @returns whether it did */
export function refuseTooMuch(event: { preventDefault: () => void }, brought: DataTransfer): boolean {
  const refused = isTooMuch(brought.getData('text/plain'), '')
  if (refused) event.preventDefault()
  return refused
}

export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}
