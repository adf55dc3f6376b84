import { vi } from 'vitest'
import { CauserieError, type Trouble } from '@/lib/errors'
import { memoryStorage, type Storage } from '@/lib/storage'
import type { Unsent } from './lanes'
import { createOutbox } from './outbox'
import { createTabs, type Tabs } from './tabs'

// What tests of the outbox play with: what is written, a server with a script, an outbox over both.

let made = 0
export function entry(changes: Partial<Unsent> = {}): Unsent {
  made += 1
  return {
    id: `m${made}`,
    conversation_id: 'c',
    kind: 'message',
    body: `message ${made}`,
    written_at: '',
    seen_seq: null,
    context: null,
    failure: null,
    ...changes,
  }
}

export const trouble = (kind: Trouble, hint: string | null = null) =>
  new CauserieError(kind, { trouble: kind, hint, code: kind === 'refused' ? 'LC400' : '' })

/** A server that stores each id once, and does what the script says before it answers: an error, or an answer that is lost. */
export function server() {
  const stored: Unsent[] = []
  const script: (CauserieError | 'answer lost')[] = []
  const calls: string[] = []
  return {
    stored,
    script,
    calls,
    ids: () => stored.map(({ id }) => id),
    async send(message: Unsent): Promise<Unsent> {
      calls.push(message.id)
      await Promise.resolve()
      const next = script.shift()
      const isStored = stored.some(({ id }) => id === message.id)
      if (next instanceof CauserieError && !(isStored && next.trouble === 'refused')) throw next
      if (!isStored) stored.push(message)
      if (next === 'answer lost') throw trouble('network')
      return message
    },
  }
}

export function open(
  api: { send: (message: Unsent) => Promise<Unsent> },
  { storage = memoryStorage(), tabs = createTabs()() }: { storage?: Storage; tabs?: Tabs } = {},
) {
  const sent: string[] = []
  const outbox = createOutbox<Unsent>({
    storage,
    key: 'outbox',
    tabs,
    send: api.send,
    onSent: ({ id }) => void sent.push(id),
    random: () => 0.5,
  })
  const stop = outbox.start()
  return { outbox, sent, stop, ids: () => outbox.state.get().entries.map(({ id }) => id) }
}

export const settle = () => vi.advanceTimersByTimeAsync(0)
