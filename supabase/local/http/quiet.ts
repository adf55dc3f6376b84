import { AsyncLocalStorage } from 'node:async_hooks'
import { inspect } from 'node:util'

type Log = (line: string) => void

const currentLog = new AsyncLocalStorage<Log>()
const toTerminal = console.error

/**
 * The library prints every refused request with its stack: a mistyped password would fill the terminal. What it says while
 * `work` runs goes to `log` instead; everybody else's errors are printed as ever.
 */
export function quietly<T>(log: Log, work: () => Promise<T>): Promise<T> {
  console.error = report
  return currentLog.run(log, work)
}

function report(...said: unknown[]): void {
  const log = currentLog.getStore()
  if (!log) return toTerminal(...said)
  log(said.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '))
}
