/** So many calls in a fixed window of time, which starts with the first call. */
export class Budget {
  readonly #calls: number
  readonly #windowMs: number
  #since = -Infinity
  #spent = 0

  constructor(calls: number, windowMs: number) {
    this.#calls = calls
    this.#windowMs = windowMs
  }

  /** @returns whether the call was still within the budget */
  spend(nowMs: number): boolean {
    if (nowMs - this.#since >= this.#windowMs) {
      this.#since = nowMs
      this.#spent = 0
    }
    return ++this.#spent <= this.#calls
  }
}
