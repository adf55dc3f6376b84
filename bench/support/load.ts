import { setTimeout as sleep } from 'node:timers/promises'

/** Open loop: calls at its time whether or not the call before was answered. */
export async function pace(perSecond: number, total: number, act: (i: number) => void): Promise<void> {
  const begun = performance.now()
  for (let i = 0; i < total; i++) {
    const waitMs = begun + (i * 1000) / perSecond - performance.now()
    if (waitMs > 1) await sleep(waitMs)
    act(i)
  }
}

/** Until it holds, or the patience is over: what has not come by then is counted as lost. */
export async function until(holds: () => boolean, patienceMs = 5_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!holds() && performance.now() < deadline) await sleep(10)
}

/** All of them, so many at a time. */
export async function atATime<T, R>(
  width: number,
  all: readonly T[],
  act: (one: T, i: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) results[i] = await act(all[i] as T, i)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

export const times = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Who is to hear what was said when. Each receiver hears each message once, in the order it was said. */
export class Ledger {
  readonly milliseconds: number[] = []
  faults = 0
  #saidAt = new Map<string, number>()
  #heard = new Map<string, Set<string>>()

  say(message: string): void {
    this.#saidAt.set(message, performance.now())
  }

  hear(receiver: string, message: string): void {
    const at = this.#saidAt.get(message)
    if (at === undefined) return // of another scenario
    let heard = this.#heard.get(receiver)
    if (!heard) this.#heard.set(receiver, (heard = new Set()))
    if (heard.has(message)) this.faults++
    else this.milliseconds.push(performance.now() - at)
    heard.add(message)
  }
}

/** 134 bytes, as in the baseline; begins with what tells it from others. */
export const bodyOf = (mark: string): string => mark.padEnd(134, '.')
export const markOf = (body: string): string => body.replace(/\.+$/, '')
