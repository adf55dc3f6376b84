export interface Segment {
  /** Where it begins in the text. */
  at: number
  text: string
  href: string | null
}

/**
 * Cuts a text into plain pieces and links. Only http, https and mail: whatever else a text claims to be stays text, and nothing is ever
 * drawn as HTML.
 */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let end = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const found = trimmed(match[0])
    const href = hrefOf(found)
    if (!href) continue
    if (match.index > end) segments.push({ at: end, text: text.slice(end, match.index), href: null })
    segments.push({ at: match.index, text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) segments.push({ at: end, text: text.slice(end), href: null })
  return segments
}

// A mail address begins where a word does: tried at every letter of a long one, this would take seconds, and a stranger wrote the text.
const CANDIDATE =
  /(?:https?:\/\/|www\.)[^\s<>"“”«»]+|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/giu

// A sentence ends after the link, not in it; a bracket belongs to it only if it opened there.
function trimmed(candidate: string): string {
  const open = new Map<string, number>() // how many of each closing bracket are answered by an opening one
  for (const [closing, opening] of Object.entries(BRACKETS))
    open.set(closing, count(candidate, opening) - count(candidate, closing))
  let end = candidate.length
  for (; end > 0; end -= 1) {
    const last = candidate.charAt(end - 1)
    const missing = open.get(last)
    if (!/[.,;:!?…'’)\]}*_~]/u.test(last) || (missing !== undefined && missing >= 0)) break
    if (missing !== undefined) open.set(last, missing + 1)
  }
  return candidate.slice(0, end)
}

const BRACKETS = { ')': '(', ']': '[', '}': '{' }

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

function hrefOf(text: string): string | null {
  if (!/^(?:https?:\/\/|www\.)/i.test(text)) return text.includes('@') ? `mailto:${text}` : null
  const address = /^www\./i.test(text) ? `https://${text}` : text
  if (!URL.canParse(address)) return null // thrown and caught, a text full of halves of addresses takes ten times as long
  const url = new URL(address)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && (url.hostname.includes('.') || url.hostname === 'localhost') ? url.href : null
}
