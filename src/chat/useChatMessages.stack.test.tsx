import '@/testing/dom'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { v7 as uuidv7 } from 'uuid'
import { useState } from 'react'
import { memoryStorage } from '@/lib/storage'
import { agentSeat, contactSeat, type Seat } from '@/testing/sides'
import { createWeather, type Weather } from '@/testing/weather'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import { startStack, type RunningStack } from '../../supabase/tests/support/stack.ts'
import { afterEach, describe, expect, test as base } from '../../supabase/tests/support/test.ts'
import type { ChatMessages } from './model'
import { createTabs } from './tabs'
import { useChatMessages } from './useChatMessages'
import { useConversations } from './useConversations'
import { useStartConversation } from './useStartConversation'
import { useViewers } from './useViewers'

const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

afterEach(cleanup)

const SOON = { timeout: 8_000 }
const LATER = { timeout: 25_000 }
const bodies = ({ messages }: ChatMessages) => messages.filter(({ kind }) => kind === 'text').map(({ body }) => body)
const allStored = ({ messages }: ChatMessages) => messages.every(({ delivery }) => delivery.state === 'stored')

/** What a person has on the screen: their list, and one conversation, a new one unless told. */
function look(seat: Seat, conversationId?: string) {
  const { result, unmount } = renderHook(
    () => {
      const start = useStartConversation()
      const [id] = useState(() => conversationId ?? start())
      return { id, list: useConversations(), chat: useChatMessages(id) }
    },
    { wrapper: seat.Wrapper },
  )
  return { get: () => result.current, chat: () => result.current.chat, unmount, seat }
}

describe('a conversation between two people', () => {
  test('begins with the first message, and each sees what the other writes, once and in order', async ({
    db,
    stack,
  }) => {
    const workspace = await db.given.workspace()
    const contact = contactSeat(workspace.inboxKey, optionsOf(stack))
    const mine = look(contact)
    await waitFor(() => expect(mine.get().list.status).toBe('ready'))
    expect(mine.chat().status).toBe('ready')
    expect((await contact.client.auth.getSession()).data.session).toBeNull() // who only looks leaves no trace

    mine.chat().sendMessage('Hello?')
    await waitFor(() => expect(bodies(mine.chat())).toEqual(['Hello?']))
    await waitFor(() => expect(allStored(mine.chat())).toBe(true), SOON)

    const agent = await agentIn(workspace.id, stack, db)
    const theirs = look(agent, mine.get().id)
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(['Hello?']), SOON)
    await waitFor(() => expect(agent.chat().realtime.connection.get().state).toBe('live'), SOON)
    await waitFor(() => expect(contact.chat().realtime.connection.get().state).toBe('live'), SOON)

    theirs.chat().sendMessage('Hi, how can I help?')
    await waitFor(() => expect(bodies(mine.chat())).toEqual(['Hello?', 'Hi, how can I help?']), SOON)
    await waitFor(() => expect(mine.get().list.unread).toBe(1), SOON)
    mine.chat().sendMessage('The parcel')
    mine.chat().sendMessage('is late')
    const all = ['Hello?', 'Hi, how can I help?', 'The parcel', 'is late']
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(all), SOON)
    await waitFor(() => expect(allStored(theirs.chat()) && allStored(mine.chat())).toBe(true), SOON)
    expect(bodies(mine.chat())).toEqual(all)
  })
})

test('two agents who look at the same conversation see each other; the contact sees neither', async ({ db, stack }) => {
  const { mine } = await talking(stack, db)
  const colleague = await agentIn(await workspaceOf(db, mine.get().id), stack, db)
  const { result } = renderHook(() => [useChatMessages(mine.get().id).status, useViewers(mine.get().id)] as const, {
    wrapper: colleague.Wrapper,
  })
  await waitFor(() => expect(result.current[1].map(({ name }) => name)).toEqual(['Ann']), SOON)
  const { result: seen } = renderHook(() => useViewers(mine.get().id), { wrapper: mine.seat.Wrapper })
  expect(seen.current).toEqual([])
}, 60_000)

describe('whatever the network does', () => {
  test('[SCREEN-1] both write while one is cut off: in the end both have the same, once each, in order', async ({
    db,
    stack,
  }) => {
    const { mine, theirs, weather } = await talking(stack, db)
    weather.cut()
    await waitFor(() => expect(mine.seat.chat().realtime.connection.get().state).not.toBe('live'), SOON)
    mine.chat().sendMessage('written in the cut')
    theirs.chat().sendMessage('answered meanwhile')
    mine.chat().sendMessage('and once more')
    await waitFor(() => expect(mine.chat().messages.at(-1)?.delivery.state).toBe('waiting'), SOON)
    await waitFor(() => expect(bodies(theirs.chat())).toContain('answered meanwhile'), SOON)
    weather.mend()
    const all = ['Hello?', 'answered meanwhile', 'written in the cut', 'and once more']
    await waitFor(() => expect(bodies(mine.chat())).toEqual(all), LATER)
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(all), LATER)
    await waitFor(() => expect(allStored(mine.chat())).toBe(true), SOON)
    await waitFor(() => expect(mine.seat.chat().realtime.connection.get().state).toBe('live'), LATER)
  }, 60_000)

  test('[DELETE-2] a message that was deleted while one is cut off is gone there too, in its place', async ({
    db,
    stack,
  }) => {
    const { mine, theirs, weather } = await talking(stack, db)
    const id = mine.get().id
    const account = await newAgent(await workspaceOf(db, id), stack, db)
    const colleague = look(await seatOf(account, await workspaceOf(db, id), optionsOf(stack, weather)), id)
    for (const body of ['a slip', 'the answer']) theirs.chat().sendMessage(body)
    for (const one of [mine, colleague]) {
      await waitFor(() => expect(bodies(one.chat())).toEqual(['Hello?', 'a slip', 'the answer']), SOON)
      await waitFor(() => expect(one.seat.chat().realtime.connection.get().state).toBe('live'), SOON)
    }
    await waitFor(() => expect(allStored(theirs.chat())).toBe(true), SOON)
    weather.cut()
    for (const one of [mine, colleague])
      await waitFor(() => expect(one.seat.chat().realtime.connection.get().state).not.toBe('live'), SOON)
    const slip = theirs.chat().messages.find(({ body }) => body === 'a slip')
    const { error } = await theirs.seat.client.rpc('delete_message', { conversation_id: id, id: slip?.id ?? '' })
    expect(error).toBeNull()
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(['Hello?', null, 'the answer']), SOON)
    weather.mend()
    for (const one of [mine, colleague])
      await waitFor(() => expect(bodies(one.chat())).toEqual(['Hello?', null, 'the answer']), LATER)
  }, 60_000)

  test('[SCREEN-2] polling alone carries the conversation while Realtime refuses', async ({ db, stack }) => {
    const { mine, theirs, weather } = await talking(stack, db)
    weather.refuseSockets(true)
    await waitFor(() => expect(mine.seat.chat().realtime.connection.get().state).toBe('polling'), LATER)
    expect(mine.seat.chat().realtime.connection.get().trouble).toBeNull()
    theirs.chat().sendMessage('Do you hear me?')
    await waitFor(() => expect(bodies(mine.chat())).toEqual(['Hello?', 'Do you hear me?']), LATER)
    await waitFor(() => expect(mine.get().list.unread).toBe(1), LATER) // a question of its own, beside the messages'
    mine.chat().sendMessage('Yes')
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(['Hello?', 'Do you hear me?', 'Yes']), SOON)
    weather.refuseSockets(false)
    await waitFor(() => expect(mine.seat.chat().realtime.connection.get().state).toBe('live'), LATER)
  }, 60_000)

  test('[SCREEN-1] frames that are lost, doubled and overtaken leave no hole, no double and no disorder', async ({
    db,
    stack,
  }) => {
    const { mine, theirs, weather } = await talking(stack, db)
    let turn = 0
    weather.frames((frame) => {
      if (typeof frame === 'string') return { copies: 1, delayMs: 0 } // joins and heartbeats are no messages
      turn += 1
      return { copies: [1, 0, 2, 1, 0][turn % 5] ?? 1, delayMs: (turn % 3) * 40 }
    })
    const written = Array.from({ length: 25 }, (_, i) => `message ${i}`)
    for (const body of written) theirs.chat().sendMessage(body)
    theirs.chat().sendMessage('the last')
    await waitFor(() => expect(bodies(theirs.chat())).toHaveLength(27), SOON)
    weather.frames(() => ({ copies: 1, delayMs: 0 }))
    await waitFor(() => expect(allStored(theirs.chat())).toBe(true), LATER)
    theirs.chat().sendMessage('heard') // the next word shows what is missing
    await waitFor(() => expect(bodies(mine.chat())).toEqual(['Hello?', ...written, 'the last', 'heard']), SOON)
  }, 60_000)
})

describe('a message', () => {
  test('[SCREEN-3] survives a reload that came before the network, beginning included', async ({ db, stack }) => {
    const workspace = await db.given.workspace()
    const [weather, storage] = [createWeather(), memoryStorage()]
    const before = look(contactSeat(workspace.inboxKey, { ...optionsOf(stack, weather), storage }))
    weather.cut()
    before.chat().sendMessage('first')
    before.chat().sendMessage('second')
    await waitFor(
      () => expect(before.chat().messages.map(({ delivery }) => delivery.state)).toEqual(['waiting', 'waiting']),
      SOON,
    )
    const { id } = before.get()
    before.unmount()

    weather.mend()
    const after = look(contactSeat(workspace.inboxKey, { ...optionsOf(stack, weather), storage }), id)
    await waitFor(() => expect(bodies(after.chat())).toEqual(['first', 'second']), SOON)
    await waitFor(() => expect(allStored(after.chat())).toBe(true), LATER)
    expect(after.get().list.conversations).toMatchObject([{ id }])
  }, 60_000)

  test('[SCREEN-4] that is refused stays, says why, and can be discarded; the next one passes', async ({
    db,
    stack,
  }) => {
    const { mine, theirs } = await talking(stack, db)
    // Past the composer's own check, as an old page would send it.
    mine.seat.chat().send(mine.get().id, 'x'.repeat(10_001), null)
    mine.chat().sendMessage('short')
    await waitFor(() => expect(bodies(theirs.chat())).toEqual(['Hello?', 'short']), SOON)
    const refused = mine.chat().messages.find(({ delivery }) => delivery.state === 'failed')
    expect(refused?.delivery).toMatchObject({ error: { trouble: 'refused', hint: 'message_too_long' } })
    mine.chat().discard(refused?.id ?? '')
    await waitFor(() => expect(bodies(mine.chat())).toEqual(['Hello?', 'short']), SOON)
  }, 60_000)

  test('[SCREEN-3] waits when too many have come to write for the first time', async ({ db, stack }) => {
    const workspace = await db.given.workspace()
    const weather = createWeather()
    let refusals = 2
    weather.answer((url) =>
      url.includes('/auth/v1/signup') && (refusals -= 1) >= 0
        ? Response.json(
            { code: 429, error_code: 'over_request_rate_limit', msg: 'Request rate limit reached' },
            { status: 429 },
          )
        : null,
    )
    const mine = look(contactSeat(workspace.inboxKey, optionsOf(stack, weather)))
    mine.chat().sendMessage('Hello?')
    await waitFor(() => expect(mine.chat().messages[0]?.delivery.state).toBe('waiting'), SOON)
    await waitFor(() => expect(allStored(mine.chat())).toBe(true), LATER)
    expect(bodies(mine.chat())).toEqual(['Hello?'])
  }, 60_000)

  test('is not sent in the name of whoever signs in next on the same computer', async ({ db, stack }) => {
    const { mine } = await talking(stack, db)
    const weather = createWeather()
    const workspaceId = await workspaceOf(db, mine.get().id)
    const ann = await newAgent(workspaceId, stack, db)
    const seat = await seatOf(ann, workspaceId, optionsOf(stack, weather))
    const annes = look(seat, mine.get().id)
    await waitFor(() => expect(annes.chat().status).toBe('ready'), SOON)
    weather.answer((url) => (url.includes('/rpc/send_message') ? new Response(null, { status: 503 }) : null))
    annes.chat().sendMessage('by Ann')
    await waitFor(() => expect(annes.chat().messages.at(-1)?.delivery.state).toBe('waiting'), SOON)

    await seat.client.auth.signInWithPassword(await newAgent(workspaceId, stack, db))
    // A try that began before may still be under way, in Ann's name: it meets the 503.
    await waitFor(() => {
      annes.seat.chat().outbox.wake()
      expect(annes.seat.chat().outbox.state.get().signedOut).toBe(true)
    }, SOON)
    weather.answer(null)
    annes.seat.chat().outbox.wake()
    expect(annes.chat().messages.at(-1)?.delivery.state).toBe('waiting')

    await seat.client.auth.signInWithPassword(ann)
    await waitFor(() => expect(allStored(annes.chat())).toBe(true), LATER)
    const stored = await db.sql`select agent_id from public.messages where body = 'by Ann'`
    expect(stored).toEqual([{ agent_id: ann.id }])
  }, 60_000)

  test('[SCREEN-5] written in either of two tabs is sent once, and seen in both', async ({ db, stack }) => {
    const workspace = await db.given.workspace()
    const [storage, tab] = [memoryStorage(), createTabs()]
    const one = look(contactSeat(workspace.inboxKey, { ...optionsOf(stack), storage, tabs: tab() }))
    one.chat().sendMessage('from one')
    await waitFor(() => expect(allStored(one.chat())).toBe(true), SOON)
    const other = look(contactSeat(workspace.inboxKey, { ...optionsOf(stack), storage, tabs: tab() }), one.get().id)
    await waitFor(() => expect(bodies(other.chat())).toEqual(['from one']), SOON)
    other.chat().sendMessage('from the other')
    await waitFor(() => expect(bodies(one.chat())).toEqual(['from one', 'from the other']), SOON)
    await waitFor(() => expect(allStored(one.chat()) && allStored(other.chat())).toBe(true), SOON)
    const stored =
      await db.sql`select body from public.messages where conversation_id = ${one.get().id} and author = 'contact' order by seq`
    expect(stored.map(({ body }) => body as string)).toEqual(['from one', 'from the other'])
  }, 60_000)
})

test("[ACCESS-4] a stranger's conversation is not there, and neither is a made-up one", async ({ db, stack }) => {
  const { mine } = await talking(stack, db)
  const stranger = await talking(stack, db)
  const lost = look(mine.seat, stranger.mine.get().id)
  await waitFor(() => expect(lost.chat().status).toBe('missing'), SOON)
  const made = look(mine.seat, uuidv7())
  await waitFor(() => expect(made.chat().status).toBe('missing'), SOON)
  expect(stranger.mine.chat().status).toBe('ready')
}, 60_000)

/** A contact and an agent who both have the same conversation open, live. */
async function talking(stack: RunningStack, db: TestDatabase) {
  const workspace = await db.given.workspace()
  const weather = createWeather()
  const mine = look(contactSeat(workspace.inboxKey, optionsOf(stack, weather)))
  mine.chat().sendMessage('Hello?')
  await waitFor(() => expect(mine.chat().messages.length > 0 && allStored(mine.chat())).toBe(true), SOON)
  const theirs = look(await agentIn(workspace.id, stack, db), mine.get().id)
  await waitFor(() => expect(bodies(theirs.chat())).toEqual(['Hello?']), SOON)
  for (const { seat } of [mine, theirs]) {
    await waitFor(() => expect(seat.chat().realtime.connection.get().state).toBe('live'), SOON)
  }
  return { mine, theirs, weather }
}

async function workspaceOf(db: TestDatabase, conversationId: string): Promise<string> {
  const [row] = await db.sql<
    { workspace_id: string }[]
  >`select workspace_id from public.conversations where id = ${conversationId}`
  return row?.workspace_id ?? ''
}

function optionsOf(stack: RunningStack, weather?: Weather) {
  return {
    url: stack.url,
    publishableKey: stack.keys.publishableKey,
    ...(weather && { fetch: weather.fetch, transport: weather.transport }),
  }
}

async function agentIn(workspaceId: string, stack: RunningStack, db: TestDatabase): Promise<Seat> {
  return seatOf(await newAgent(workspaceId, stack, db), workspaceId, optionsOf(stack))
}

type Account = { id: string; email: string; password: string }

async function newAgent(workspaceId: string, stack: RunningStack, db: TestDatabase): Promise<Account> {
  const account = { email: `ann.${uuidv7()}@example.com`, password: 'a password that is long enough' }
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .auth.admin.createUser({ ...account, email_confirm: true })
  if (error) throw error
  await db.sql`
    insert into public.agents (workspace_id, user_id, role, name, email)
    values (${workspaceId}, ${data.user.id}, 'agent', 'Ann', ${account.email})`
  return { ...account, id: data.user.id }
}

/** Where they sit, signed in. */
async function seatOf(
  { id, email, password }: Account,
  workspaceId: string,
  options: ReturnType<typeof optionsOf>,
): Promise<Seat> {
  const seat = agentSeat(workspaceId, { id, name: 'Ann' }, { ...options, storage: memoryStorage() })
  const { error } = await seat.client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return seat
}
