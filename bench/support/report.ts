/** What one benchmark measured of one system: milliseconds of each delivery, or a few figures. */
export type Result = {
  /** `causerie`, or what it is compared with. */
  system: string
  sent: number
  milliseconds: number[]
  /** Messages that came twice, or not in the order they were sent. */
  faults?: number
  /** What else is worth a column: processor time, memory. */
  figures?: Record<string, number>
}

export type Benchmark = {
  name: string
  /** The row of docs/benchmarks.md it answers to. */
  target: string
  results: Result[]
  /** The figure that the ratio is of. */
  compare?: 'p50' | 'arrived %' | (string & {})
}

/** The value below which `share` of the sorted values lie. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

const round = (value: number) => Math.round(value * 100) / 100

/** Prints a table for people and one JSON line for machines for each system. */
export function report({ name, target, results, compare = 'p50' }: Benchmark): void {
  const rows = results.map(({ system, sent, milliseconds, faults, figures = {} }) => {
    const sorted = milliseconds.toSorted((a, b) => a - b)
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => round(percentile(sorted, share)))
    const counted = sent > 0 ? { sent, 'arrived %': round((sorted.length / sent) * 100), faults: faults ?? 0 } : {}
    const timed = sorted.length > 0 ? { p50, p95, p99, max: round(sorted.at(-1) ?? Number.NaN) } : {}
    const rest = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, round(value)]))
    const row: Record<string, number | undefined> = { ...counted, ...timed, ...rest }
    return { system, row }
  })
  console.log(`\n${name} (target ${target})`)
  console.table(Object.fromEntries(rows.map(({ system, row }) => [system, row])))
  for (const { system, row } of rows) console.log(JSON.stringify({ name, target, system, ...row }))
  const [ours, ...others] = rows
  for (const other of others) {
    const [mine, theirs] = [ours?.row[compare], other.row[compare]]
    if (mine !== undefined && theirs) console.log(`${compare}: ${round(mine / theirs)} × ${other.system}`)
  }
}
