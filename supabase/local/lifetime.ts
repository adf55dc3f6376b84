type Undo = () => unknown

/** What a command has started, ended in reverse order, once, whenever the end comes: also in the middle of starting. */
export class Lifetime {
  readonly #undos: Undo[] = []
  #ended: Promise<void> | undefined

  /** Remembers how to undo what was just started. When the end has already come, undoes it at once. */
  defer(undo: Undo): void {
    if (this.#ended) this.#ended = this.#ended.then(() => attempt(undo))
    else this.#undos.push(undo)
  }

  get isEnding(): boolean {
    return this.#ended !== undefined
  }

  end(): Promise<void> {
    this.#ended ??= this.#undoAll()
    return this.#ended
  }

  async #undoAll(): Promise<void> {
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) await attempt(undo)
  }
}

/** One thing that can't be ended must not keep the others running. */
async function attempt(undo: Undo): Promise<void> {
  try {
    await undo()
  } catch (error) {
    console.error(error)
  }
}
