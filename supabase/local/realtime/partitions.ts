import type { Sql } from 'postgres'

const CHECK_MS = 60_000

/**
 * Keeps the partitions of yesterday to today + 3. Looks each minute, for a laptop that slept over midnight.
 * @returns its undo
 */
export async function keepPartitions(sql: Sql, log: (line: string) => void): Promise<() => void> {
  let doneOn = ''
  const keep = async (): Promise<void> => {
    const today = new Date().toISOString().slice(0, 10)
    if (today === doneOn) return
    try {
      await sql`select _realtime.maintain_partitions(${today})`
      doneOn = today
    } catch (error) {
      log(`partitions: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await keep()
  const timer = setInterval(() => void keep(), CHECK_MS)
  return () => clearInterval(timer)
}
