import type postgres from 'postgres'
import { isConnectionTrouble } from './errors.ts'

/** A connection that is ours until it is released. */
export interface Line {
  /** Statements that are prepared once a connection save a round trip or two each time. */
  unsafe: (query: string, parameters: never[]) => Promise<postgres.RowList<postgres.Row[]>>
  release: () => void
}

/** Waiting so long for a line that is in use costs less than a new one would. */
const PATIENCE_MS = 40

/**
 * Connections that are taken last in, first out. A new one is slow for its first requests (Postgres reads its catalogue and compiles
 * each function once a connection), and taken in turn, as the driver does, each of them is new for long. So another is opened only for
 * who has waited for those there are.
 */
export class Lines {
  readonly #drivers: postgres.Sql[]
  readonly #unopened: postgres.Sql[]
  readonly #free: postgres.Sql[] = []
  readonly #waiting = new Set<(driver: postgres.Sql) => void>()

  /** @param open makes a driver of one connection, which it opens when it is first needed */
  constructor(open: () => postgres.Sql, size: number) {
    this.#drivers = Array.from({ length: size }, open)
    this.#unopened = [...this.#drivers]
  }

  /** Opens lines before they are needed. */
  async open(count: number): Promise<void> {
    const drivers = this.#unopened.splice(0, count)
    const lines = await Promise.all(drivers.map((driver) => this.#over(driver)))
    for (const line of lines) line.release()
  }

  async reserve(): Promise<Line> {
    return this.#over(this.#free.pop() ?? (await this.#next()))
  }

  async #next(): Promise<postgres.Sql> {
    if (this.#unopened.length === this.#drivers.length) return this.#unopened.pop()! // the first
    return new Promise((resolve) => {
      const take = (driver: postgres.Sql): void => {
        clearTimeout(impatient)
        this.#waiting.delete(take)
        resolve(driver)
      }
      const impatient = setTimeout(() => {
        const another = this.#unopened.pop()
        if (another) take(another)
      }, PATIENCE_MS)
      this.#waiting.add(take)
    })
  }

  async #over(driver: postgres.Sql): Promise<Line> {
    try {
      return this.#guarded(await driver.reserve(), driver)
    } catch (error) {
      this.#giveBack(driver)
      throw error
    }
  }

  async end({ timeout }: { timeout: number }): Promise<void> {
    await Promise.all(this.#drivers.map((driver) => driver.end({ timeout })))
  }

  // A reserved connection that broke is left alone: the driver would write to its closed socket. It opens another by itself.
  #guarded(reserved: postgres.ReservedSql, driver: postgres.Sql): Line {
    let broken: Error | undefined
    let released = false
    return {
      unsafe: async (query, parameters) => {
        if (broken) throw broken
        try {
          return await reserved.unsafe(query, parameters, parameters.length > 0 ? { prepare: true } : {})
        } catch (error) {
          if (isConnectionTrouble((error as { code?: string }).code ?? '')) broken = error as Error
          throw error
        }
      },
      release: () => {
        if (released) return
        released = true
        if (!broken) reserved.release()
        this.#giveBack(driver)
      },
    }
  }

  #giveBack(driver: postgres.Sql): void {
    const [next] = this.#waiting
    if (next) next(driver)
    else this.#free.push(driver)
  }
}
