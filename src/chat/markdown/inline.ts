import { segmentsOf } from '../links'

/** A piece of a line. Text and code hold what was written; links hold text only. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'link'; text: string; href: string }
  | { type: 'strong' | 'em'; children: Inline[] }

/**
 * Reads one line: code first, then links, then bold and italic around what is left. Every step goes through the line once, whatever it
 * holds: a stranger wrote it.
 */
export function inlinesOf(line: string): Inline[] {
  if (!MARKED.test(line)) return line === '' ? [] : [{ type: 'text', text: line }]
  return emphasised(withCode(line).flatMap((piece) => (piece.type === 'text' ? withLinks(piece.text) : [piece])))
}

// Most lines hold none of it, and most messages are one line.
const MARKED = /[`@[]|:\/\/|www\.|[*_].*[*_]/i

// A run of backticks ends at the next run of the same length. The next of each is found from behind, once.
function withCode(line: string): Inline[] {
  const runs = [...line.matchAll(/`+/g)]
  if (runs.length < 2) return [{ type: 'text', text: line }]
  const next: (number | undefined)[] = []
  const later = new Map<number, number>()
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const { length } = runs[i]?.[0] ?? ''
    next[i] = later.get(length)
    later.set(length, i)
  }
  const pieces: Inline[] = []
  let done = 0
  for (let i = 0; i < runs.length; i += 1) {
    const opening = runs[i]
    const closing = runs[next[i] ?? -1]
    if (!opening || !closing) continue
    const text = line.slice(opening.index + opening[0].length, closing.index)
    if (text.trim() === '') continue
    pieces.push({ type: 'text', text: line.slice(done, opening.index) }, { type: 'code', text })
    done = closing.index + closing[0].length
    i = next[i] ?? i
  }
  return [...pieces, { type: 'text', text: line.slice(done) }]
}

const LINK = /\[([^[\]]{1,500})\]\(((?:https?:\/\/|mailto:)(?:[^\s()<>]|\([^\s()<>]*\))+)\)/gi

// `[words](address)`. Words that are an address themselves would say one place and lead to another: both stay to be seen.
function withLinks(text: string): Inline[] {
  const pieces: Inline[] = []
  let done = 0
  for (const match of text.matchAll(LINK)) {
    const [whole, words = '', address = ''] = match
    const href = safeHref(address)
    if (!href || words.trim() === '' || LIKE_AN_ADDRESS.test(words)) continue
    pieces.push(...withBareLinks(text.slice(done, match.index)), { type: 'link', text: words, href })
    done = match.index + whole.length
  }
  return [...pieces, ...withBareLinks(text.slice(done))]
}

const LIKE_AN_ADDRESS = /[\p{L}\p{N}]\.\p{L}{2}|:\/\/|@/u

/** Web and mail, as a browser reads them; whatever else claims to be an address is none. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}

function withBareLinks(text: string): Inline[] {
  return segmentsOf(text).map((segment) =>
    segment.href ? { type: 'link', text: segment.text, href: segment.href } : { type: 'text', text: segment.text },
  )
}

type Kind = '**' | '*' | '_'

// Scripts without spaces between words, and pictures, let a mark stand beside them.
const BESIDE = /[\s\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{Extended_Pictographic}]/u
// Elsewhere a mark begins or ends where a word or its quotes do: 5*3*2, snake_case and ¯\_(ツ)_/¯ have none.
const BEFORE = /[([{"'«“‘„¿¡–—/*_>|-]/
const AFTER = /[)\]}"'»”’.,;:!?…–—/*_<|-]/

/**
 * Of each kind at most one opening mark waits for its end, the newest; what closes inside out ends what was opened in between as plain
 * text. So each mark is looked at once, and nothing nests deeper than there are kinds.
 */
function emphasised(pieces: Inline[]): Inline[] {
  const root: Inline[] = []
  let open: { kind: Kind; children: Inline[] }[] = []
  const into = () => open.at(-1)?.children ?? root

  const end = (kind: Kind) => {
    const at = open.findIndex((mark) => mark.kind === kind)
    const mark = open[at]
    if (!mark) return false
    const rest = open.slice(at + 1)
    if (mark.children.length === 0 && rest.length === 0) return false
    open = open.slice(0, at)
    const children = [...mark.children, ...rest.flatMap(asText)]
    into().push({ type: kind === '**' ? 'strong' : 'em', children })
    return true
  }
  const begin = (kind: Kind) => {
    const at = open.findIndex((mark) => mark.kind === kind)
    if (at >= 0) {
      const rest = open.slice(at)
      open = open.slice(0, at)
      append(into(), rest.flatMap(asText))
    }
    open.push({ kind, children: [] })
  }

  for (const piece of pieces) {
    if (piece.type !== 'text') {
      into().push(piece)
      continue
    }
    let done = 0
    for (const { 0: run, index } of piece.text.matchAll(/(\*+|_+)/g)) {
      const kinds = kindsOf(run)
      if (!kinds) continue
      // Empty at the edge of a piece: beyond it stands code or a link, or nothing at all.
      const before = lastCharacter(piece.text, index)
      const after = firstCharacter(piece.text, index + run.length)
      const atStart = before === '' && piece === pieces[0]
      const atEnd = after === '' && piece === pieces.at(-1)
      const mayEnd = !atStart && !/\s/.test(before) && (after === '' || BESIDE.test(after) || AFTER.test(after))
      const mayBegin = !atEnd && !/\s/.test(after) && (before === '' || BESIDE.test(before) || BEFORE.test(before))
      if (!mayEnd && !mayBegin) continue
      append(into(), [{ type: 'text', text: piece.text.slice(done, index) }])
      done = index + run.length
      if (mayEnd && open.some(({ kind }) => kinds.includes(kind))) {
        for (const kind of kinds.toReversed()) if (!end(kind)) append(into(), [{ type: 'text', text: kind }])
      } else if (mayBegin) kinds.forEach(begin)
      else append(into(), [{ type: 'text', text: run }])
    }
    append(into(), [{ type: 'text', text: piece.text.slice(done) }])
  }
  append(root, open.flatMap(asText))
  return root
}

function kindsOf(run: string): Kind[] | null {
  switch (run) {
    case '*':
    case '**':
    case '_':
      return [run]
    case '***':
      return ['**', '*']
    default:
      return null
  }
}

// A mark that never ended was no mark.
function asText({ kind, children }: { kind: Kind; children: Inline[] }): Inline[] {
  return [{ type: 'text', text: kind }, ...children]
}

function append(list: Inline[], pieces: Inline[]): void {
  for (const piece of pieces) {
    const last = list.at(-1)
    if (piece.type === 'text' && piece.text === '') continue
    if (piece.type === 'text' && last?.type === 'text')
      list[list.length - 1] = { type: 'text', text: last.text + piece.text }
    else list.push(piece)
  }
}

function lastCharacter(text: string, end: number): string {
  const pair = end > 1 ? (text.codePointAt(end - 2) ?? 0) : 0
  return pair > 0xffff ? String.fromCodePoint(pair) : text.slice(Math.max(0, end - 1), end)
}

function firstCharacter(text: string, start: number): string {
  const code = text.codePointAt(start)
  return code === undefined ? '' : String.fromCodePoint(code)
}
