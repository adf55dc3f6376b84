import { inlinesOf, type Inline } from './inline'

/** What a message is made of, from top to bottom. Lines of text keep their breaks. */
export type Block =
  | { type: 'text'; lines: Inline[][] }
  | { type: 'list'; start: number | null; items: Inline[][][] }
  | { type: 'code'; text: string }

/**
 * A small Markdown: bold, italic, code, blocks of code, lists, links. Whatever isn't certainly one of these is the text as it was
 * written, line breaks and all; HTML is text.
 */
export function blocksOf(body: string): Block[] {
  const lines = body.split('\n')
  const blocks: Block[] = []
  let text: string[] = []
  const endText = () => {
    while (text[0]?.trim() === '') text.shift()
    while (text.at(-1)?.trim() === '') text.pop()
    if (text.length > 0) blocks.push({ type: 'text', lines: text.map(inlinesOf) })
    text = []
  }
  const lastFence = lines.findLastIndex(isFence)
  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? ''
    if (/^\s*```[\w+#.-]*\s*$/.test(line) && lastFence > i) {
      let end = i + 1
      while (!isFence(lines[end] ?? '')) end += 1
      endText()
      blocks.push({ type: 'code', text: lines.slice(i + 1, end).join('\n') })
      i = end + 1
      continue
    }
    const list = listAt(lines, i)
    if (list) {
      endText()
      blocks.push(list.block)
      i = list.end
      continue
    }
    text.push(line)
    i += 1
  }
  endText()
  return blocks
}

function isFence(line: string): boolean {
  return /^\s*```\s*$/.test(line)
}

const MARKER = /^ {0,3}(?:[-*•]|(\d{1,9})[.)])\s+(?=\S)/

interface Marker {
  number: number | null
  rest: string
}

function markerOf(line: string | undefined): Marker | null {
  const match = line === undefined ? null : MARKER.exec(line)
  return match && line !== undefined
    ? { number: match[1] === undefined ? null : Number(match[1]), rest: line.slice(match[0].length) }
    : null
}

// One line with a dash is a line with a dash, and "2026. What a year" begins no list: a second item makes it one.
function listAt(lines: readonly string[], from: number): { block: Block; end: number } | null {
  const first = markerOf(lines[from])
  if (!first) return null
  const items: string[][] = [[first.rest]]
  let end = from + 1
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? ''
    const marker = markerOf(line)
    const expected = first.number === null ? null : first.number + items.length
    if (marker && marker.number === expected) items.push([marker.rest])
    else if (/^ {2,}\S/.test(line)) items.at(-1)?.push(line.trim())
    else break
  }
  if (items.length < 2) return null
  return { block: { type: 'list', start: first.number, items: items.map((item) => item.map(inlinesOf)) }, end }
}
