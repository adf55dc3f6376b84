/** Waiting so long for a connection that is in use costs less than a new one would. */
const PATIENCE_MS = 40

/**
 * Places of connections, taken last in, first out. A new connection is slow for its first requests (Postgres reads its catalogue and compiles
 * each function once a connection), and taken in turn, as a driver does, each of them is new for long. So another place is opened only for
 * who has waited for those there are.
 */
export class Places<Place> {
  readonly #unopened: Place[]
  readonly #size: number
  readonly #free: Place[] = []
  readonly #waiting = new Set<(place: Place) => void>()

  constructor(all: readonly Place[]) {
    this.#unopened = [...all]
    this.#size = all.length
  }

  /** Those that are opened before they are needed. */
  first(count: number): Place[] {
    return this.#unopened.splice(0, count)
  }

  /** @returns at once where one is free */
  take(): Place | Promise<Place> {
    return this.#free.pop() ?? this.#next()
  }

  giveBack(place: Place): void {
    const [next] = this.#waiting
    if (next) next(place)
    else this.#free.push(place)
  }

  #next(): Place | Promise<Place> {
    const first = this.#unopened.length === this.#size ? this.#unopened.pop() : undefined
    if (first !== undefined) return first
    return new Promise((resolve) => {
      const take = (place: Place): void => {
        clearTimeout(impatient)
        this.#waiting.delete(take)
        resolve(place)
      }
      const impatient = setTimeout(() => {
        const another = this.#unopened.pop()
        if (another !== undefined) take(another)
      }, PATIENCE_MS)
      this.#waiting.add(take)
    })
  }
}
