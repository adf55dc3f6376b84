import { AuthError } from './errors.ts'

/** At most `limit` requests from one address in any `windowMs`: the sliding window is counted request by request. */
export class RateLimit {
  readonly #limit: number
  readonly #windowMs: number
  readonly #now: () => number
  readonly #times = new Map<string, number[]>()

  constructor(limit: number, windowMs: number, now: () => number = Date.now) {
    this.#limit = limit
    this.#windowMs = windowMs
    this.#now = now
  }

  /** Counts a request. @throws AuthError 429 when it is one too many; that one is not counted. */
  take(address: string): void {
    const now = this.#now()
    const recent = (this.#times.get(address) ?? []).filter((time) => time > now - this.#windowMs)
    if (recent.length >= this.#limit) {
      this.#times.set(address, recent)
      throw new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached')
    }
    recent.push(now)
    this.#times.set(address, recent)
  }
}
