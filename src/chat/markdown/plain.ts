import { blocksOf } from './blocks'
import type { Inline } from './inline'

/** A message in one line without its marks: for previews and notifications. */
export function plainOf(body: string): string {
  return blocksOf(body)
    .flatMap((block) => {
      switch (block.type) {
        case 'text':
          return block.lines.map(wordsOf)
        case 'list':
          return block.items.map((lines) => lines.map(wordsOf).join(' '))
        case 'code':
          return [block.text]
        default:
          return block satisfies never
      }
    })
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function wordsOf(pieces: Inline[]): string {
  return pieces.map((piece) => ('children' in piece ? wordsOf(piece.children) : piece.text)).join('')
}
