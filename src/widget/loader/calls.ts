import type { Asked, Call, FromHost } from './protocol'

/** What was asked of the chat, kept until it has answered: before intent nothing leaves the page. */
export type Calls = {
  ask: <Method extends keyof Asked>(method: Method, given: Asked[Method]) => Promise<object>
  /** The frame listens now: what waits is said (again). */
  connect: (say: (message: FromHost) => void) => void
  disconnect: () => void
  answer: (id: number, code: string, value: object) => void
  /** Whoever was spoken of is to be forgotten: what waits is not said. */
  forget: () => void
  /** The frame can't be reached: who waits is told. A name or a claim stays for the next try; whom to forget is forgotten. */
  fail: (code: string) => void
}

type Waiting = Call & PromiseWithResolvers<object>

export function createCalls(): Calls {
  const waiting = new Map<number, Waiting>()
  let say: ((message: FromHost) => void) | null = null
  let last = 0
  const send = ({ id, method, given }: Waiting) => say?.({ type: 'call', id, method, given } as FromHost)
  const refuse = ({ reject, method }: Waiting, code: string) =>
    reject(Object.assign(new Error(`${method}: ${code}`), { code }))
  const forget = () => {
    for (const call of waiting.values())
      if (call.method !== 'logout') {
        waiting.delete(call.id)
        refuse(call, 'logged_out')
      }
  }
  return {
    forget,
    ask(method, given) {
      // While nobody listens a newer word takes the older one's place, and nobody is named who has left since.
      if (!say && method === 'logout') forget()
      for (const call of say ? [] : waiting.values())
        if (call.method === method) {
          Object.assign(call.given, given)
          return call.promise
        }
      const call = { ...Promise.withResolvers<object>(), id: ++last, method, given: { ...given } } as Waiting
      waiting.set(call.id, call)
      send(call)
      return call.promise
    },
    connect(listener) {
      say = listener
      for (const call of waiting.values()) send(call)
    },
    disconnect() {
      say = null
    },
    answer(id, code, value) {
      const call = waiting.get(id)
      if (!call) return
      waiting.delete(id)
      if (code) refuse(call, code)
      else call.resolve(value)
    },
    fail(code) {
      say = null
      for (const call of waiting.values()) {
        refuse(call, code)
        if (call.method === 'logout') waiting.delete(call.id)
      }
    },
  }
}
