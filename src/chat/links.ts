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

const CANDIDATE =
  /(?:https?:\/\/|www\.)[^\s<>"“”«»]+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/giu

// A sentence ends after the link, not in it; a bracket belongs to it only if it opened there.
function trimmed(candidate: string): string {
  let text = candidate
  for (;;) {
    const last = text.at(-1) ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const isClosed = opening !== undefined && count(text, opening) >= count(text, last)
    if (text === '' || isClosed || !/[.,;:!?…'’)\]}*_~]/u.test(last)) return text
    text = text.slice(0, -1)
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

function hrefOf(text: string): string | null {
  if (!/^(?:https?:\/\/|www\.)/i.test(text)) return text.includes('@') ? `mailto:${text}` : null
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text)
    const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
    return isWeb && (url.hostname.includes('.') || url.hostname === 'localhost') ? url.href : null
  } catch {
    return null
  }
}
