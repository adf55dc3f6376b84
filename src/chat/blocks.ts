import { isAlike, type Row } from './rows'

/** Rows that are drawn, measured and put away together. */
export interface Block {
  key: string
  rows: readonly Row[]
}

/** So many messages a block: about one screen of a panel. What is drawn in one go takes less than a frame. */
const SIZE = 16

/**
 * Cuts rows into blocks where the messages' numbers say, so that what is added before or after leaves a block as it was: the same
 * object, which need not be drawn again.
 */
export function blocksOfRows(rows: readonly Row[], known: readonly Block[]): Block[] {
  const before = new Map(known.map((block) => [block.key, block]))
  const places = placesOf(rows)
  const blocks: Block[] = []
  let from = 0
  for (let i = 1; i <= rows.length; i += 1) {
    if (i < rows.length && places[i] === places[from]) continue
    blocks.push(blockOf(String(places[from]), rows.slice(from, i), before))
    from = i
  }
  return blocks
}

// Notes and events stand with the message before them. What isn't stored yet stands where its number will be: it shall not move then.
function placesOf(rows: readonly Row[]): number[] {
  const first = rows.find(({ entry }) => entry.type === 'message' && entry.seq !== null)?.entry
  let seq = first?.type === 'message' && first.seq !== null ? first.seq - 1 : 0
  return rows.map(({ entry }) => {
    if (entry.type === 'message') seq = entry.seq ?? (entry.kind === 'greeting' ? seq : seq + 1)
    return Math.floor(seq / SIZE)
  })
}

function blockOf(key: string, rows: readonly Row[], before: ReadonlyMap<string, Block>): Block {
  const known = before.get(key)
  const isSame = known?.rows.length === rows.length && known.rows.every((row, i) => isAlike(row, rows[i] as Row))
  return known && isSame ? known : { key, rows }
}
