import type postgres from 'postgres'
import { connectionLost } from '../postgres/pool.ts'
import { isConnectionTrouble } from './errors.ts'

/** A connection that is ours until it is released. */
export interface Line {
  /** Statements that are prepared once a connection save a round trip or two each time. */
  unsafe: (query: string, parameters: never[]) => Promise<postgres.RowList<postgres.Row[]>>
  release: () => void
}

/** Makes a driver of one connection, which it opens when it is first needed. */
type Open = (onclose: () => void) => postgres.Sql

/** A driver, and whether its connection is gone: asked for another, it may keep the one who asks waiting for ever. */
type Slot = { driver: postgres.Sql; spent: boolean; onLost?: (error: Error) => void }

/** Waiting so long for a line that is in use costs less than a new one would. */
const PATIENCE_MS = 40

/**
 * Connections that are taken last in, first out. A new one is slow for its first requests (Postgres reads its catalogue and compiles
 * each function once a connection), and taken in turn, as the driver does, each of them is new for long. So another is opened only for
 * who has waited for those there are.
 */
export class Lines {
  readonly #open: Open
  readonly #slots: Slot[]
  readonly #unopened: Slot[]
  readonly #free: Slot[] = []
  readonly #waiting = new Set<(slot: Slot) => void>()
  #onUnused: (() => void) | undefined

  constructor(open: Open, size: number) {
    this.#open = open
    this.#slots = Array.from({ length: size }, () => this.#renewed({} as Slot))
    this.#unopened = [...this.#slots]
  }

  /** Opens lines before they are needed. */
  async open(count: number): Promise<void> {
    const lines = await Promise.all(this.#unopened.splice(0, count).map((slot) => this.#over(slot)))
    for (const line of lines) line.release()
  }

  async reserve(): Promise<Line> {
    return this.#over(this.#free.pop() ?? (await this.#next()))
  }

  /** Whoever holds a line or waits for one has so many seconds to come to an end. */
  async end({ timeout }: { timeout: number }): Promise<void> {
    if (!this.#areUnused()) {
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, timeout * 1000)
        this.#onUnused = () => {
          clearTimeout(patience)
          resolve()
        }
      })
    }
    await Promise.all(this.#slots.map(({ driver }) => driver.end({ timeout })))
  }

  async #next(): Promise<Slot> {
    if (this.#unopened.length === this.#slots.length) return this.#unopened.pop()! // the first
    return new Promise((resolve) => {
      const take = (slot: Slot): void => {
        clearTimeout(impatient)
        this.#waiting.delete(take)
        resolve(slot)
      }
      const impatient = setTimeout(() => {
        const another = this.#unopened.pop()
        if (another) take(another)
      }, PATIENCE_MS)
      this.#waiting.add(take)
    })
  }

  async #over(slot: Slot): Promise<Line> {
    if (slot.spent) {
      void slot.driver.end({ timeout: 0 })
      this.#renewed(slot)
    }
    try {
      // A connection that breaks before it was handed out is opened again, and handed to nobody.
      const lost = new Promise<never>((_, reject) => (slot.onLost = reject))
      return this.#guarded(await Promise.race([slot.driver.reserve(), lost]), slot)
    } catch (error) {
      slot.spent = true
      this.#giveBack(slot)
      throw error
    }
  }

  #renewed(slot: Slot): Slot {
    const driver = this.#open(() => {
      if (slot.driver !== driver) return
      slot.spent = true
      slot.onLost?.(connectionLost())
    })
    return Object.assign(slot, { driver, spent: false })
  }

  // When the connection breaks, the driver forgets what it had not written yet, and what was asked in that very moment: all break with the first.
  #guarded(reserved: postgres.ReservedSql, slot: Slot): Line {
    let broken: Error | undefined
    let tellBroken: (error: Error) => void = () => {}
    const breaking = new Promise<never>((_, reject) => (tellBroken = reject))
    breaking.catch(() => {}) // told to whoever waits
    let released = false
    const lost = (error: Error): void => {
      broken ??= error
      tellBroken(broken)
    }
    slot.onLost = lost
    return {
      unsafe: async (query, parameters) => {
        if (broken) throw broken
        try {
          const asked = reserved.unsafe(query, parameters, parameters.length > 0 ? { prepare: true } : {})
          return await Promise.race([asked, breaking])
        } catch (error) {
          if (isConnectionTrouble((error as { code?: string }).code ?? '')) {
            lost(error as Error)
          }
          throw error
        }
      },
      release: () => {
        if (released) return
        released = true
        slot.onLost = undefined
        if (broken) slot.spent = true
        else reserved.release()
        this.#giveBack(slot)
      },
    }
  }

  #giveBack(slot: Slot): void {
    const [next] = this.#waiting
    if (next) next(slot)
    else this.#free.push(slot)
    if (this.#areUnused()) this.#onUnused?.()
  }

  #areUnused(): boolean {
    return this.#free.length + this.#unopened.length === this.#slots.length
  }
}
