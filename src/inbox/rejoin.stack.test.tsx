import '@/testing/dom'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { useChatMessages } from '@/chat/useChatMessages'
import { useConversations } from '@/chat/useConversations'
import { useStartConversation } from '@/chat/useStartConversation'
import { agentSeat, contactSeat, type Seat } from '@/testing/sides'
import { createWeather } from '@/testing/weather'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import { startStack, type RunningStack } from '../../supabase/tests/support/stack.ts'
import { afterEach, expect, onTestFinished, test } from '../../supabase/tests/support/test.ts'
import { tabOf } from './testing'
import { useConversationList } from './useConversationList'
import { useLiveDesk } from './useLiveDesk'

const OPEN = tabOf('open')

afterEach(cleanup)

const SOON = { timeout: 10_000 }
const REJOINS = 4

test('[SCREEN-6] a rejoin asks each question once, on both sides, and no message is missed', async ({ db }) => {
  const stack = await startStack(db)
  onTestFinished(() => stack.stop())
  const { id: workspaceId, inboxKey } = await db.given.workspace()
  const customer = customerAt(stack, inboxKey)
  customer.show().chat.sendMessage('Hello?')
  await waitFor(() => expect(customer.show().list.conversations).toHaveLength(1), SOON)
  const agent = await agentAt(stack, workspaceId, db, customer.show().id)
  await waitFor(() => expect(agent.show().chat.status).toBe('ready'), SOON)
  const sides = [customer, agent]
  const states = () => sides.map(({ seat }) => seat.chat().realtime.connection.get().state)
  await waitFor(() => expect(states()).toEqual(['live', 'live']), SOON)
  await Promise.all(sides.map(({ quiet }) => quiet()))

  for (const { asked } of sides) asked.clear()
  for (let n = 1; n <= REJOINS; n += 1) {
    for (const { weather } of sides) weather.refuseSockets(true) // cuts those that are open
    for (const { weather } of sides) weather.refuseSockets(false)
    await waitFor(() => expect(states()).not.toContain('live'), SOON)
    agent.show().chat.sendMessage(`in cut ${n}`)
    await waitFor(() => expect(states()).toEqual(['live', 'live']), SOON)
    await waitFor(() => expect(customer.show().chat.messages.at(-1)?.body).toBe(`in cut ${n}`), SOON)
    await Promise.all(sides.map(({ quiet }) => quiet()))
  }
  const times = ({ asked }: (typeof sides)[number], names: string[]) => names.map((name) => asked.get(name) ?? 0)
  const counts = [
    ...times(customer, ['my_topics', 'my_conversations', 'my_messages']),
    ...times(agent, ['my_topics', 'changes', 'timeline', 'conversations']),
  ]
  for (const count of counts) expect(count).toBeGreaterThanOrEqual(REJOINS) // else these are not the questions
  const sum = counts.reduce((total, count) => total + count, 0)
  expect(sum).toBeLessThanOrEqual(counts.length * REJOINS * 1.5) // a busy machine may spread a rejoin over two bursts
}, 60_000)

/** Counts what is asked for by name, the last part of the address. */
function counting(fetch: typeof globalThis.fetch) {
  const asked = new Map<string, number>()
  let pending = 0
  let answeredAt = 0
  return {
    asked,
    fetch: (async (input, init) => {
      const name = new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? ''
      asked.set(name, (asked.get(name) ?? 0) + 1)
      pending += 1
      try {
        return await fetch(input, init)
      } finally {
        pending -= 1
        answeredAt = performance.now()
      }
    }) satisfies typeof globalThis.fetch,
    /** Nothing is under way, and nothing has been for a while. */
    quiet: () => waitFor(() => expect(pending === 0 && performance.now() - answeredAt > 400).toBe(true), SOON),
  }
}

function customerAt(stack: RunningStack, inboxKey: string) {
  const weather = createWeather()
  const { fetch, ...counts } = counting(weather.fetch)
  const seat = contactSeat(inboxKey, { ...addressOf(stack), fetch, transport: weather.transport })
  const { result } = renderHook(
    () => {
      const start = useStartConversation()
      const [id] = useState(start)
      return { id, list: useConversations(), chat: useChatMessages(id) }
    },
    { wrapper: seat.Wrapper },
  )
  return { show: () => result.current, seat, weather, ...counts }
}

async function agentAt(stack: RunningStack, workspaceId: string, db: TestDatabase, conversationId: string) {
  const weather = createWeather()
  const { fetch, ...counts } = counting(weather.fetch)
  const seat = await signedIn(stack, workspaceId, db, { fetch, transport: weather.transport })
  const { result } = renderHook(
    () => {
      useLiveDesk()
      return { tab: useConversationList(OPEN, true), chat: useChatMessages(conversationId) }
    },
    { wrapper: seat.Wrapper },
  )
  return { show: () => result.current, seat, weather, ...counts }
}

const addressOf = ({ url, keys }: RunningStack) => ({ url, publishableKey: keys.publishableKey })

async function signedIn(
  stack: RunningStack,
  workspaceId: string,
  db: TestDatabase,
  network: Pick<Parameters<typeof agentSeat>[2], 'fetch' | 'transport'>,
): Promise<Seat> {
  const email = `ann.${uuidv7()}@example.com`
  const password = 'a password that is long enough'
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .auth.admin.createUser({ email, password, email_confirm: true })
  if (error) throw error
  await db.sql`
    insert into public.agents (workspace_id, user_id, role, name, email)
    values (${workspaceId}, ${data.user.id}, 'agent', 'Ann', ${email})`
  const seat = agentSeat(workspaceId, { id: data.user.id, name: 'Ann' }, { ...addressOf(stack), ...network })
  const session = await seat.client.auth.signInWithPassword({ email, password })
  if (session.error) throw session.error
  return seat
}
