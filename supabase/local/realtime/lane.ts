type Task = () => Promise<void> | void

/**
 * Tasks of one topic, one after the other: a leave must not overtake the join before it, whose answer waits for the
 * database. A task that needs no waiting runs at once.
 */
export class Lane {
  #waiting: Task[] = []
  #busy = false
  #onIdle: () => void

  /** @param onIdle told each time when nothing is left to do */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle
  }

  run(task: Task): void {
    this.#waiting.push(task)
    if (!this.#busy) this.#work()
  }

  #work(): void {
    this.#busy = true
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) {
      const pending = task()
      if (pending) {
        const resume = (): void => this.#work()
        pending.then(resume, resume)
        return
      }
    }
    this.#busy = false
    this.#onIdle()
  }
}
