import { connect, type Socket } from 'node:net'
import { createInbox, readError, readRow, type Row } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { isProved, MECHANISM, Scram, type Proof } from './scram.ts'

export interface Statement {
  text: string
  values: readonly (string | null)[]
}

export interface WireOptions {
  port: number
  user: string
  password: string
  database: string
  /** Settings of the session. */
  settings?: Record<string, string>
}

const PROTOCOL = 3 << 16
const CONNECT_TIMEOUT_MS = 10_000

/** What is being answered. `parsing`: statements that are new here, with their names. */
type Task = {
  rows: Row[]
  error: Error | null
  parsing: [text: string, name: string][]
  resolve: (rows: Row[]) => void
  reject: (error: Error) => void
}

/**
 * A connection to Postgres for one thing: a transaction whose statements are known beforehand. They leave together in one write, prepared
 * when they are first used, and Postgres runs them as one transaction up to the Sync behind them; each fails if the one before did. A
 * driver, which takes statements as they come, needs a message and an answer more for each, and a write more for the longer ones.
 */
export class Wire {
  readonly #socket: Socket
  readonly #outbox = new Outbox()
  readonly #scram: Scram
  readonly #prepared = new Map<string, string>()
  #names = 0
  #proof: Proof | null = null
  #task: Task | null = null
  #lost: Error | null = null

  static async open(options: WireOptions): Promise<Wire> {
    const wire = new Wire(options)
    const late = setTimeout(() => wire.#lose(trouble('CONNECT_TIMEOUT')), CONNECT_TIMEOUT_MS)
    try {
      await wire.#logIn(options)
    } finally {
      clearTimeout(late)
    }
    return wire
  }

  private constructor({ port, password }: WireOptions) {
    this.#scram = new Scram(password)
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, keepAlive: true })
    this.#socket.on('error', (error) => this.#lose(error))
    this.#socket.on('close', () => this.#lose(trouble('CONNECTION_CLOSED')))
    const take = createInbox((type, buffer, start, end) => this.#hear(type, buffer, start, end))
    this.#socket.on('data', take)
  }

  get isLost(): boolean {
    return this.#lost !== null
  }

  /** One at a time. @returns the rows of all, in order, when they are committed */
  transaction(statements: readonly Statement[]): Promise<Row[]> {
    const parsing = new Map<string, string>()
    for (const { text, values } of statements) {
      let name = this.#prepared.get(text) ?? parsing.get(text)
      if (name === undefined) {
        name = `s${this.#names++}`
        parsing.set(text, name)
        this.#outbox.begin('P').name(name).name(text).int16(0).end()
      }
      this.#outbox.begin('B').name('').name(name).int16(0).int16(values.length)
      for (const value of values) this.#outbox.value(value)
      this.#outbox.int16(0).end() // all columns as text
      this.#outbox.begin('E').name('').int32(0).end()
    }
    this.#outbox.begin('S').end()
    return this.#ask([...parsing])
  }

  /** Postgres answers what it was asked before, then closes; whatever it does, it is over after `patienceMs`. */
  async end(patienceMs: number): Promise<void> {
    if (this.#socket.closed) return
    const impatient = setTimeout(() => this.#socket.destroy(), patienceMs)
    const closed = new Promise((resolve) => this.#socket.once('close', resolve))
    this.#socket.end(this.#outbox.begin('X').end().take())
    await closed
    clearTimeout(impatient)
  }

  async #ask(parsing: [string, string][] = []): Promise<Row[]> {
    const message = this.#outbox.take()
    if (this.#lost) throw this.#lost
    if (this.#task) throw new Error('A connection does one thing at a time.')
    return new Promise((resolve, reject) => {
      this.#task = { rows: [], error: null, parsing, resolve, reject }
      this.#socket.write(message)
    })
  }

  async #logIn({ user, database, settings }: WireOptions): Promise<void> {
    this.#outbox.begin().int32(PROTOCOL)
    const parameters = { user, database, client_encoding: 'UTF8', ...settings }
    for (const [name, value] of Object.entries(parameters)) this.#outbox.name(name).name(value)
    this.#outbox.name('').end()
    await this.#ask()
  }

  #hear(type: string, buffer: Buffer, start: number, end: number): void {
    const task = this.#task
    if (!task) return // notices, settings, and the farewell of a Postgres that stops: its close follows
    switch (type) {
      case 'D':
        task.rows.push(readRow(buffer, start))
        break
      case '1': {
        const parsed = task.parsing.shift()
        if (parsed) this.#prepared.set(...parsed)
        break
      }
      case 'E':
        task.error ??= readError(buffer, start, end)
        break
      case 'Z':
        this.#task = null
        if (task.error) task.reject(task.error)
        else task.resolve(task.rows)
        break
      case 'R':
        void this.#authenticate(buffer.readInt32BE(start), buffer.toString('utf8', start + 4, end))
    }
  }

  async #authenticate(step: number, text: string): Promise<void> {
    try {
      if (step === SASL) {
        if (!text.split('\0').includes(MECHANISM)) throw new Error(`Postgres does not speak ${MECHANISM}.`)
        const first = this.#scram.first
        this.#outbox.begin('p').name(MECHANISM).value(first).end()
      } else if (step === SASL_CONTINUE) {
        this.#proof = await this.#scram.answer(text)
        this.#outbox.begin('p').text(this.#proof.final).end()
      } else {
        const isTrusted = this.#proof && (step === OK || (step === SASL_FINAL && isProved(text, this.#proof)))
        if (!isTrusted) throw new Error('Postgres did not prove that it knows the password.')
        return
      }
      if (!this.#lost) this.#socket.write(this.#outbox.take())
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #lose(error: Error): void {
    this.#socket.destroy()
    if (this.#lost) return
    this.#lost = error
    this.#task?.reject(this.#task.error ?? error)
    this.#task = null
  }
}

const OK = 0
const SASL = 10
const SASL_CONTINUE = 11
const SASL_FINAL = 12

function trouble(code: 'CONNECTION_CLOSED' | 'CONNECT_TIMEOUT'): Error {
  return Object.assign(new Error('The connection is lost.'), { code })
}
