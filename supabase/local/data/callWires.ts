import type { Row } from '../postgres/wire/inbox.ts'
import { Wire, type Statement, type WireOptions } from '../postgres/wire/wire.ts'
import { Places } from './places.ts'

const LAST_WORDS_MS = 1_000

type Slot = { wire: Wire | null }

/** Connections that do one transaction each time they are taken. One that is lost is opened again when it is needed. */
export class CallWires {
  readonly #options: WireOptions
  readonly #slots: Slot[]
  readonly #places: Places<Slot>
  #isOver = false

  constructor(options: WireOptions, size: number) {
    this.#options = options
    this.#slots = Array.from({ length: size }, () => ({ wire: null }))
    this.#places = new Places(this.#slots)
  }

  /** Opens connections before they are needed. */
  async open(count: number): Promise<void> {
    const first = this.#places.first(count)
    try {
      await Promise.all(first.map((slot) => this.#over(slot)))
    } finally {
      for (const slot of first) this.#places.giveBack(slot)
    }
  }

  /** @returns the rows of all statements, in order, when they are committed */
  async transaction(statements: readonly Statement[]): Promise<Row[]> {
    const slot = await this.#places.take()
    try {
      const wire = slot.wire?.isLost === false ? slot.wire : await this.#over(slot)
      return await wire.transaction(statements)
    } finally {
      this.#places.giveBack(slot)
      if (this.#isOver) void this.#hangUp(LAST_WORDS_MS)
    }
  }

  /** What is on its way comes to its end, if it does in time; so does what waits for a connection. */
  async end(patienceMs: number): Promise<void> {
    this.#isOver = true
    await this.#hangUp(patienceMs)
  }

  async #hangUp(patienceMs: number): Promise<void> {
    const wires = this.#slots.map(({ wire }) => wire)
    for (const slot of this.#slots) slot.wire = null
    await Promise.all(wires.map(async (wire) => wire?.end(patienceMs)))
  }

  async #over(slot: Slot): Promise<Wire> {
    slot.wire = await Wire.open(this.#options)
    return slot.wire
  }
}
