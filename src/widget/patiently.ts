import { after, backoffMs } from '@/lib/time'

const TRIES = 5
const PAUSE = { baseMs: 1_000, capMs: 16_000 }

/** Fetches a part of the chat, more than once if need be: on a train, the second try comes through. */
export function patiently<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    for (let tries = 1; tries < TRIES; tries += 1) {
      try {
        return await load()
      } catch {
        await new Promise<void>((resolve) => after(500 + backoffMs(tries, PAUSE), resolve))
      }
    }
    return load()
  }
}
