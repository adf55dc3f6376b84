import '@/testing/dom'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { useChatMessages } from '@/chat/useChatMessages'
import { useConversations } from '@/chat/useConversations'
import { useStartConversation } from '@/chat/useStartConversation'
import { agentSeat, contactSeat, type Seat } from '@/testing/sides'
import { generateKeys } from '../../supabase/local/keys.ts'
import { PLANS } from '../../supabase/local/realtime/project.ts'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import { startStack, type RunningStack, type TestStackOptions } from '../../supabase/tests/support/stack.ts'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from '../../supabase/tests/support/test.ts'
import { tabOf } from './testing'
import { useConversationList } from './useConversationList'
import { useLiveDesk } from './useLiveDesk'

const OPEN = tabOf('open')

// Realtime that refuses, closes or shuts the door, as a hosted project does beyond its quotas. Requests go through: every screen converges
// by polling, and comes back to live by itself.

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.01) // what is put off for 5 to 60 s comes after 5
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** A broadcast beyond the quota is dropped without a word: then it is the slow poll, once a minute, that brings it. */
const BY_POLLING = { timeout: 75_000, interval: 100 }
const WRITTEN = [1, 2, 3, 4, 5, 6]

type Limits = NonNullable<NonNullable<TestStackOptions['realtime']>['limits']>
const hostile: { name: string; limits: Limits; closes: boolean }[] = [
  { name: 'joins are refused', limits: { ...PLANS.free, joinsPerSecond: 0 }, closes: false },
  { name: 'sockets are refused', limits: { ...PLANS.free, connections: 0 }, closes: false },
  {
    name: 'channels are closed for "Too many messages per second"',
    limits: { ...PLANS.free, messagesPerSecond: 0 },
    closes: true,
  },
]

describe.each(hostile)('while $name', ({ limits, closes }) => {
  test('every screen converges by polling, and comes back to live by itself', async ({ db }) => {
    const keys = await generateKeys()
    const strict = await startStack(db, { keys, realtime: { limits } })
    onTestFinished(() => strict.stop())
    const { id: workspaceId, inboxKey } = await db.given.workspace()
    const customer = customerAt(strict, inboxKey)
    customer.result.current.chat.sendMessage('Hello?')
    await waitFor(() => expect(customer.result.current.list.conversations).toHaveLength(1), BY_POLLING)
    const agent = await agentAt(strict, workspaceId, db, customer.result.current.id)
    await waitFor(() => expect(agent.result.current.chat.status).toBe('ready'), BY_POLLING)

    const states = () => [customer, agent].map(({ seat }) => seat.chat().realtime.connection.get().state)
    if (closes) {
      await waitFor(() => expect(states()).toEqual(['live', 'live']), BY_POLLING)
      agent.result.current.chat.startTyping() // one word too many: those who would hear it are closed
      await waitFor(() => expect(states()[0]).toBe('polling'), BY_POLLING)
    }
    for (const n of WRITTEN) {
      customer.result.current.chat.sendMessage(`customer ${n}`)
      agent.result.current.chat.sendMessage(`agent ${n}`)
    }
    const screens = () => [customer, agent].map(({ result }) => textsOf(result.current.chat.messages))
    await waitFor(() => expect(screens().map(({ length }) => length)).toEqual([13, 13]), BY_POLLING)
    await waitFor(() => expect(screens()[0]).toEqual(screens()[1]), BY_POLLING)
    for (const name of ['customer', 'agent']) {
      expect(screens()[0]?.filter((text) => text.startsWith(name))).toEqual(WRITTEN.map((n) => `${name} ${n}`))
    }
    const row = () => agent.result.current.tab.list.find(({ id }) => id === customer.result.current.id)
    const last = () => screens()[0]?.at(-1)
    await waitFor(() => expect(row()?.last_message_preview).toBe(last()), BY_POLLING)
    const listed = () => customer.result.current.list.conversations[0]?.last_message.body
    await waitFor(() => expect(listed()).toBe(last()), BY_POLLING)
    if (!closes) await waitFor(() => expect(states()).toEqual(['polling', 'polling']), BY_POLLING)

    const { port } = new URL(strict.url)
    await strict.stop()
    const kind = await startStack(db, { keys, port: Number(port), realtime: { limits: PLANS.free } })
    onTestFinished(() => kind.stop())
    await waitFor(() => expect(states()).toEqual(['live', 'live']), { timeout: 40_000, interval: 100 })
    customer.result.current.chat.sendMessage('live again')
    await waitFor(() => expect(screens()[1]?.at(-1)).toBe('live again'), { timeout: 10_000 }) // no poll comes so soon
  }, 240_000)
})

const textsOf = (messages: readonly { kind: string; body: string | null }[]) =>
  messages.filter(({ kind }) => kind === 'text').map(({ body }) => body ?? '')

const optionsOf = ({ url, keys }: RunningStack) => ({ url, publishableKey: keys.publishableKey })

function customerAt(stack: RunningStack, inboxKey: string) {
  const seat = contactSeat(inboxKey, optionsOf(stack))
  const { result } = renderHook(
    () => {
      const start = useStartConversation()
      const [id] = useState(start)
      return { id, list: useConversations(), chat: useChatMessages(id) }
    },
    { wrapper: seat.Wrapper },
  )
  return { result, seat }
}

async function agentAt(stack: RunningStack, workspaceId: string, db: TestDatabase, conversationId: string) {
  const seat: Seat = await signedIn(stack, workspaceId, db)
  const { result } = renderHook(
    () => {
      useLiveDesk()
      return { tab: useConversationList(OPEN, true), chat: useChatMessages(conversationId) }
    },
    { wrapper: seat.Wrapper },
  )
  return { result, seat }
}

async function signedIn(stack: RunningStack, workspaceId: string, db: TestDatabase): Promise<Seat> {
  const email = `ann.${uuidv7()}@example.com`
  const password = 'a password that is long enough'
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .auth.admin.createUser({ email, password, email_confirm: true })
  if (error) throw error
  await db.sql`
    insert into public.agents (workspace_id, user_id, role, name, email)
    values (${workspaceId}, ${data.user.id}, 'agent', 'Ann', ${email})`
  const seat = agentSeat(workspaceId, { id: data.user.id, name: 'Ann' }, optionsOf(stack))
  const session = await seat.client.auth.signInWithPassword({ email, password })
  if (session.error) throw session.error
  return seat
}
