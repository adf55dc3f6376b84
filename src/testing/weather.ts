import type { ClientOptions } from '@/lib/supabase'

/** The network between one client and the stack, as a test wants it. */
export interface Weather {
  fetch: typeof globalThis.fetch
  transport: NonNullable<ClientOptions['transport']>
  /** Cuts every connection, and lets none through until `mend`. */
  cut: () => void
  mend: () => void
  /** Sockets are refused; requests go through. */
  refuseSockets: (refused: boolean) => void
  /** Decides what becomes of each frame that comes in: how many times it is delivered, and after how long. */
  frames: (fate: (frame: unknown) => { copies: number; delayMs: number }) => void
  /** Answers requests whose address holds this, instead of the server, as long as it returns one. */
  answer: (answer: ((url: string) => Response | null) | null) => void
}

export function createWeather(): Weather {
  const sockets = new Set<WebSocket>()
  let isCut = false
  let refusesSockets = false
  let answerInstead: ((url: string) => Response | null) | null = null
  let fate: (frame: unknown) => { copies: number; delayMs: number } = () => ({ copies: 1, delayMs: 0 })

  class WeatherSocket extends WebSocket {
    #hear: ((event: MessageEvent) => void) | null = null

    constructor(address: string | URL, protocols?: string | string[]) {
      // A port on which nobody listens: the browser tells no more of a refused socket either.
      super(isCut || refusesSockets ? 'ws://127.0.0.1:9' : address, protocols)
      sockets.add(this)
      super.addEventListener('close', () => sockets.delete(this))
    }

    override set onmessage(listener: ((this: WebSocket, event: MessageEvent) => unknown) | null) {
      if (this.#hear) super.removeEventListener('message', this.#hear)
      this.#hear = listener && ((event) => this.#deliver(event, listener))
      if (this.#hear) super.addEventListener('message', this.#hear)
    }

    #deliver(event: MessageEvent, listener: (this: WebSocket, event: MessageEvent) => unknown) {
      const { copies, delayMs } = fate(event.data)
      for (let i = 0; i < copies; i += 1) {
        if (delayMs > 0) setTimeout(() => listener.call(this, event), delayMs)
        else listener.call(this, event)
      }
    }
  }

  return {
    fetch: async (input, init) => {
      if (isCut) throw new TypeError('Failed to fetch: cut')
      const answer = answerInstead?.(String(input instanceof Request ? input.url : input))
      return answer ?? fetch(input, init)
    },
    transport: WeatherSocket,
    cut() {
      isCut = true
      for (const socket of sockets) socket.close()
    },
    mend() {
      isCut = false
    },
    refuseSockets(refused) {
      refusesSockets = refused
      if (refused) for (const socket of sockets) socket.close()
    },
    frames(next) {
      fate = next
    },
    answer(next) {
      answerInstead = next
    },
  }
}
