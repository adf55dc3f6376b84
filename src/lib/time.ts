/** Calls again and again until undone. @returns the undo */
export function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms)
  return () => clearInterval(timer)
}

/** Calls once, later, unless undone. @returns the undo */
export function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

export interface Backoff {
  /** The longest first wait. */
  baseMs: number
  /** No wait is longer. */
  capMs: number
  random?: () => number
}

/**
 * How long to wait before the next try: anything up to a bound that doubles (full jitter), so that many clients that failed together
 * don't come back together.
 * @param tries how many have failed, 1 or more
 */
export function backoffMs(tries: number, { baseMs, capMs, random = Math.random }: Backoff): number {
  const boundMs = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(tries, 1) - 1, 30))
  return Math.round(random() * boundMs)
}

/** How long ago that was by the device's clock; for ever when the clock was put back meanwhile, so that what waits is due. */
export function msSince(then: number): number {
  const ms = Date.now() - then
  return ms < 0 ? Infinity : ms
}

/** Anything from the one to the other. */
export function between(fromMs: number, toMs: number, random: () => number = Math.random): number {
  return Math.round(fromMs + random() * (toMs - fromMs))
}
