import '@/testing/dom'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { v7 as uuidv7 } from 'uuid'
import { useState } from 'react'
import { memoryStorage } from '@/lib/storage'
import { agentSeat, contactSeat, type Seat } from '@/testing/sides'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import { startStack, type RunningStack } from '../../supabase/tests/support/stack.ts'
import { afterEach, describe, expect, test as base } from '../../supabase/tests/support/test.ts'
import type { ChatMessages } from './model'
import { useChatMessages } from './useChatMessages'
import { useConversations } from './useConversations'
import { useStartConversation } from './useStartConversation'

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

function optionsOf(stack: RunningStack) {
  return { url: stack.url, publishableKey: stack.keys.publishableKey }
}

async function agentIn(workspaceId: string, stack: RunningStack, db: TestDatabase): Promise<Seat> {
  const email = `ann.${uuidv7()}@example.com`
  const password = 'a password that is long enough'
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .auth.admin.createUser({ email, password, email_confirm: true })
  if (error) throw error
  await db.sql`
    insert into public.agents (workspace_id, user_id, role, name, email)
    values (${workspaceId}, ${data.user.id}, 'agent', 'Ann', ${email})`
  const seat = agentSeat(
    workspaceId,
    { id: data.user.id, name: 'Ann' },
    { ...optionsOf(stack), storage: memoryStorage() },
  )
  const signedIn = await seat.client.auth.signInWithPassword({ email, password })
  if (signedIn.error) throw signedIn.error
  return seat
}
