/** Joins undos to one. Undoing twice does no harm. */
export function together(...undos: (() => void)[]): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    for (const undo of undos.toReversed()) undo()
  }
}

/** Listens to a DOM event. @returns the undo */
export function on(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  options?: { capture: boolean },
): () => void {
  target.addEventListener(type, listener, options)
  return () => target.removeEventListener(type, listener, options)
}
