import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackError } from './errors.ts'
import { commandLineOf, isAlive } from './processes.ts'

/** Who runs on a data folder, and what to tell of it. */
export interface Run {
  pid: number
  /** What `status` prints; absent while it starts. */
  status?: Record<string, string>
}

/** Lies in the data folder while a stack runs there: a second one is refused, and `status` reads it. */
export class RunFile {
  readonly #path: string

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'run.json')
  }

  /** Claims the folder. @throws StackError when a living process has it, or the folder can't be written */
  claim(): void {
    const other = this.read()
    if (other)
      throw new StackError(
        `Causerie already runs here (process ${other.pid}). Stop it first, or set CAUSERIE_DATA_DIR.`,
      )
    this.#write({ pid: process.pid })
  }

  publish(status: Record<string, string>): void {
    this.#write({ pid: process.pid, status })
  }

  /** Changes what the stack that runs there tells of itself. */
  update(run: Run, changed: Record<string, string>): void {
    if (run.status) this.#write({ ...run, status: { ...run.status, ...changed } })
  }

  release(): void {
    rmSync(this.#path, { force: true })
  }

  /** The stack that runs now, ready or not; a file that a killed process left behind counts for nothing. */
  read(): Run | undefined {
    try {
      const run = JSON.parse(readFileSync(this.#path, 'utf8')) as Run
      // Ids are used again, in a container for the same few programs: another Node, such as npm's, is not us.
      const isRunning = run.pid !== process.pid && isAlive(run.pid) && /\bcli\.ts\b/.test(commandLineOf(run.pid))
      return isRunning ? run : undefined
    } catch {
      return undefined // none, or half written by a process that died over it
    }
  }

  #write(run: Run): void {
    const unfinished = `${this.#path}.${process.pid}`
    mkdirSync(join(this.#path, '..'), { recursive: true, mode: 0o755 })
    writeFileSync(unfinished, JSON.stringify(run, null, 2), { mode: 0o600 })
    renameSync(unfinished, this.#path)
  }
}
