import { createContext, createElement, Fragment, memo, use, useMemo, type ReactNode } from 'react'
import { blocksOf, type Block } from './blocks'
import type { Inline } from './inline'
import styles from './Markdown.module.css'

/**
 * What a person wrote, with its bold, lists and links. Elements, never HTML; each paragraph runs in its own direction.
 * @param props.drawText for what a plain text may hold besides: a mention
 */
export const Markdown = memo(function Markdown({
  text,
  drawText,
}: {
  text: string
  drawText?: (text: string) => ReactNode
}) {
  const blocks = useMemo(() => blocksOf(text), [text])
  const drawn = <div className={styles.text}>{inARow(blocks.map(viewOfBlock))}</div>
  return drawText ? <DrawText value={drawText}>{drawn}</DrawText> : drawn
})

const DrawText = createContext<(text: string) => ReactNode>((text) => text)

function Plain({ text }: { text: string }) {
  return use(DrawText)(text)
}

// What was written never moves: pieces need no keys, only their place.
function inARow(pieces: ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...pieces)
}

function viewOfBlock(block: Block): ReactNode {
  switch (block.type) {
    case 'text':
      return <p dir="auto">{viewOfLines(block.lines)}</p>
    case 'code':
      return (
        <pre dir="ltr">
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = inARow(block.items.map(viewOfItem))
      return block.start === null ? (
        <ul dir="auto">{items}</ul>
      ) : (
        <ol dir="auto" start={block.start}>
          {items}
        </ol>
      )
    }
    default:
      return block satisfies never
  }
}

function viewOfItem(lines: Inline[][]): ReactNode {
  return <li dir="auto">{viewOfLines(lines)}</li>
}

function viewOfLines(lines: Inline[][]): ReactNode {
  return inARow(lines.flatMap((line, i) => (i > 0 ? ['\n', viewOf(line)] : [viewOf(line)])))
}

function viewOf(pieces: Inline[]): ReactNode {
  return inARow(pieces.map(viewOfPiece))
}

function viewOfPiece(piece: Inline): ReactNode {
  switch (piece.type) {
    case 'text':
      return piece.text.includes('@') ? <Plain text={piece.text} /> : piece.text
    case 'code':
      return <code>{piece.text}</code>
    case 'link':
      return (
        <a href={piece.href} title={titleOf(piece)} target="_blank" rel="noopener noreferrer nofollow ugc">
          {piece.text}
        </a>
      )
    case 'strong':
      return <strong>{viewOf(piece.children)}</strong>
    case 'em':
      return <em>{viewOf(piece.children)}</em>
    default:
      return piece satisfies never
  }
}

/** Where a link leads whose words don't say it. */
function titleOf({ text, href }: { text: string; href: string }): string | undefined {
  return href.includes(text) ? undefined : href
}
