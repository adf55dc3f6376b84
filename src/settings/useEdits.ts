import { useState } from 'react'
import { rebased } from './edits'

/** What is edited of a row. What others store meanwhile is seen where nothing was edited: saving must not bring back what it replaced. */
export function useEdits<Row, Part extends object>(row: Row, from: (row: Row) => Part) {
  const [kept, setKept] = useState(() => begin(row, from(row)))
  let edits = kept
  if (kept.row !== row) {
    const before = from(row)
    edits = { row, before, draft: rebased(kept.before, kept.draft, before) }
    setKept(edits) // while drawing: the row of before is never drawn again
  }
  return {
    before: edits.before,
    draft: edits.draft,
    set: (part: Partial<Part>) => setKept((last) => ({ ...last, draft: { ...last.draft, ...part } })),
    discard: () => setKept(begin(row, from(row))),
  }
}

function begin<Row, Part>(row: Row, part: Part): { row: Row; before: Part; draft: Part } {
  return { row, before: part, draft: part }
}
