import { memoryStorage } from '@/lib/storage'
import { createStore } from '@/lib/store'
import { createClientFor, reachabilityOf, type Client } from '@/lib/supabase'
import { createPage } from '@/realtime/page'
import { createRealtime, type Realtime } from '@/realtime/realtime'
import type { Author, ContactConversation, ContactMessage, Inbox } from '@/chat/shapes'
import { scriptedWire, type ScriptedChannel } from './scriptedWire'

/** One contact's conversation behind an unmodified client: requests are answered from memory, events delivered by hand. */
export interface FakeStack {
  client: Client
  realtime: Realtime
  page: ReturnType<typeof createPage>
  /** Stores a message and tells of it. */
  says: (author: Author, body: string) => void
  /** Arguments of each call of a function so far. */
  calls: (rpc: string) => Record<string, unknown>[]
  refuse: (rpc: string, error: { code: string; hint?: string; status?: number }) => void
  accept: (rpc: string) => void
  /** The contact's own topic. */
  own: () => ScriptedChannel
  /** The conversation's. */
  topic: () => ScriptedChannel
}

const OWN_TOPIC = 'contact:k:1'
const STORED_AT = '2026-03-02T10:00:00+00:00'

export function fakeStack(conversationId: string): FakeStack {
  const messages: ContactMessage[] = []
  const calls: { rpc: string; args: Record<string, unknown> }[] = []
  const refusals = new Map<string, { code: string; hint?: string; status?: number }>()
  let readSeq = 0

  const conversation = (): ContactConversation => ({
    id: conversationId,
    inbox_id: 'i',
    contact_id: 'k',
    status: 'open',
    created_at: STORED_AT,
    changed_at: `2026-03-02T10:00:00.${String(messages.length + readSeq).padStart(6, '0')}+00:00`,
    last_seq: messages.length,
    last_message_at: STORED_AT,
    last_message: { author: messages.at(-1)?.author ?? 'contact', body: messages.at(-1)?.body ?? null },
    contact_read_seq: readSeq,
    agent_read_seq: 0,
    unread_count: messages.filter(({ seq, author }) => seq > readSeq && author !== 'contact').length,
    assignee: null,
    rating: null,
    may_rate: false,
  })

  function store(author: Author, body: string, id: string): ContactMessage {
    const known = messages.find((message) => message.id === id)
    if (known) return known
    const message: ContactMessage = {
      id,
      conversation_id: conversationId,
      seq: messages.length + 1,
      author,
      kind: 'text',
      agent: author === 'agent' ? { id: 'ann', name: 'Ann', avatar_url: null } : null,
      body,
      attachments: [],
      created_at: STORED_AT,
      deleted_at: null,
    }
    messages.push(message)
    return message
  }

  function answer(rpc: string, args: Record<string, unknown>): unknown {
    switch (rpc) {
      case 'get_inbox':
        return INBOX
      case 'my_conversations':
        return [conversation()]
      case 'my_messages':
        return messages.filter(({ seq }) => seq > Number(args.after_seq ?? 0))
      case 'send_message':
        return store('contact', String(args.body), String(args.id))
      case 'mark_read':
        readSeq = Math.max(readSeq, Number(args.seq))
        return null
      case 'typing':
        return { again_in: 3 }
      default:
        return null
    }
  }

  async function serve(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = String(input instanceof Request ? input.url : input)
    const rpc = /\/rpc\/(\w+)/.exec(url)?.[1]
    if (!rpc) return Response.json({})
    const args = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Record<string, unknown>
    calls.push({ rpc, args })
    const refusal = refusals.get(rpc)
    if (refusal)
      return Response.json({ ...refusal, message: refusal.code, details: null }, { status: refusal.status ?? 400 })
    return Response.json(answer(rpc, args))
  }

  const storageKey = `fake ${Math.random()}`
  const client = createClientFor('contact', {
    config: { apiUrl: 'http://stack.test', publishableKey: 'sb_publishable_test' },
    storage: memoryStorage([[storageKey, JSON.stringify(SESSION)]]),
    storageKey,
    fetch: serve,
  })
  const wire = scriptedWire()
  const page = createPage()
  const user = createStore<string | null>('k')
  const realtime = createRealtime({
    wire: {
      ...wire,
      open(topic, presenceKey, handlers) {
        const channel = wire.open(topic, presenceKey, handlers)
        queueMicrotask(() => handlers.onStatus('SUBSCRIBED'))
        return channel
      },
    },
    page,
    watchUser(listener) {
      listener(user.get())
      return user.subscribe(() => listener(user.get()))
    },
    fetchMyTopics: async () => ({ workspace: [], agents: [], contact: [OWN_TOPIC] }),
    reachability: reachabilityOf(client),
  })

  return {
    client,
    realtime,
    page,
    says(author, body) {
      const message = store(author, body, `said ${messages.length + 1}`)
      const channel = wire.channels.findLast(({ topic, isOpen }) => topic === OWN_TOPIC && isOpen)
      channel?.event('message_created', { ...message, conversation: conversation() })
    },
    calls: (name) => calls.filter(({ rpc }) => rpc === name).map(({ args }) => args),
    refuse: (rpc, error) => void refusals.set(rpc, error),
    accept: (rpc) => void refusals.delete(rpc),
    own: () => wire.of(OWN_TOPIC),
    topic: () => wire.of(`conversation:${conversationId}`),
  }
}

const INBOX: Inbox = {
  id: 'i',
  name: 'Shop',
  locale: 'en',
  texts: {},
  theme: {},
  form: [],
  email: null,
  allowed_origins: [],
  verified_only: false,
  ask_rating: true,
  attachments: { types: [], max_bytes: 0 },
  calendar: null,
  open_now: true,
  next_opening: null,
  agents: [{ id: 'ann', name: 'Ann', avatar_url: null, availability: 'away' }],
  available: false,
  expected_reply_seconds: null,
}

/** A visitor's, as it is kept on their device: good for ever. */
export const SESSION = {
  access_token: 'header.payload.signature',
  refresh_token: 'refresh',
  token_type: 'bearer',
  expires_in: 3_600,
  expires_at: 4_102_444_800,
  user: {
    id: 'k',
    aud: 'authenticated',
    role: 'authenticated',
    is_anonymous: true,
    app_metadata: {},
    user_metadata: {},
    created_at: '',
  },
}
