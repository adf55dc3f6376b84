const collator = new Intl.Collator(undefined, { numeric: true })

/** As a reader looks for them: the database's own order may put Éloïse after Zoé, and every small letter after the great ones. */
export function inOrder<Row>(rows: readonly Row[], textOf: (row: Row) => string): Row[] {
  return rows.toSorted((one, other) => collator.compare(textOf(one), textOf(other)))
}

export const byName = <Row extends { name: string }>(rows: readonly Row[]): Row[] => inOrder(rows, ({ name }) => name)
