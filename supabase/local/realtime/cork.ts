import type { Writable } from 'node:stream'

/** @returns a function that holds what is written from now on until this turn of the event loop is over: then it leaves in one piece */
export function createCork(stream: Writable): () => void {
  let isHeld = false
  const release = (): void => {
    isHeld = false
    stream.uncork()
  }
  return () => {
    if (isHeld) return
    isHeld = true
    stream.cork()
    process.nextTick(release)
  }
}
