const BUCKET_MS = 5_000
const MAX_BUCKETS = 12
const FORGET_MS = 5 * 60_000

/**
 * A rate of the whole project: the average over buckets of 5 s, twelve at most. After five idle minutes it starts anew, so an
 * early burst weighs more than the same burst later.
 */
export class Meter {
  readonly #perSecond: number
  readonly #now: () => number
  #buckets: number[] = [0] // the newest, still open, is the last
  #openedAt: number
  #countedAt: number

  /** @param perSecond the limit; Infinity for none */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond
    this.#now = now
    this.#openedAt = this.#countedAt = now()
  }

  count(events = 1): void {
    if (this.#perSecond === Infinity) return
    this.#roll()
    this.#countedAt = this.#now()
    this.#buckets[this.#buckets.length - 1]! += events
  }

  get over(): boolean {
    return this.#perSecond !== Infinity && this.rolling > this.#perSecond
  }

  /** The average per second over the buckets. */
  get rolling(): number {
    this.#roll()
    const sum = this.#buckets.reduce((total, bucket) => total + bucket, 0)
    return (sum * 1000) / (this.#buckets.length * BUCKET_MS)
  }

  /** Infinity: none. */
  get limit(): number {
    return this.#perSecond
  }

  #roll(): void {
    const now = this.#now()
    if (now - this.#countedAt >= FORGET_MS) {
      this.#buckets = [0]
      this.#openedAt = this.#countedAt = now
    }
    for (; now - this.#openedAt >= BUCKET_MS; this.#openedAt += BUCKET_MS) {
      this.#buckets.push(0)
      if (this.#buckets.length > MAX_BUCKETS) this.#buckets.shift()
    }
  }
}

/** What a project's plan limits per second. */
export type Meters = {
  joins: Meter
  messages: Meter // in, and each delivery out
  presence: Meter // the same
}
