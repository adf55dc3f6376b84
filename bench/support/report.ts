/** What one benchmark measured: milliseconds of each message that arrived. */
export type Result = {
  name: string
  /** The row of docs/benchmarks.md it answers to. */
  target: string
  sent: number
  milliseconds: number[]
  /** Messages that came twice, or not in the order they were sent. */
  faults: number
}

/** The value below which `share` of the sorted values lie. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Prints a table for people and one JSON line for machines. */
export function report({ name, target, sent, milliseconds, faults }: Result): void {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Math.round(percentile(sorted, share) * 10) / 10)
  const max = Math.round((sorted.at(-1) ?? Number.NaN) * 10) / 10
  console.table({ [name]: { sent, arrived: sorted.length, faults, p50, p95, p99, max, target } })
  console.log(JSON.stringify({ name, target, sent, arrived: sorted.length, faults, p50, p95, p99, max }))
}
