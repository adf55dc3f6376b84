import { expect, test, vi } from 'vitest'
import { chatKeys, createTimelines } from './cache'
import type { ContactApi } from './contactApi'
import { createIncoming } from './incoming'
import { createQueryClient } from './queryClient'
import type { ContactConversation } from './shapes'
import { createSummaries } from './summaries'

const conversation = (id: string): ContactConversation =>
  ({
    id,
    changed_at: '2026-11-20T10:00:00+00:00',
    last_seq: 1,
    contact_read_seq: 1,
    agent_read_seq: 0,
    unread_count: 0,
    last_message: { author: 'contact', body: '' },
  }) as ContactConversation

/** A contact's list as it stands here, over a server whose answers a test gives. */
function given(known: string[], isSomebody = true) {
  const queryClient = createQueryClient()
  const keys = chatKeys('test')
  let answer: (ids: string[]) => void = () => undefined
  const api = {
    conversations: () => new Promise((resolve) => (answer = (ids) => resolve(ids.map(conversation)))),
  } as ContactApi
  const timelines = createTimelines(queryClient, keys, api)
  const summaries = createSummaries({
    queryClient,
    keys,
    api,
    timelines,
    incoming: createIncoming(),
    isSomebody: async () => isSomebody,
  })
  queryClient.setQueryData(keys.conversations, known.map(conversation))
  return {
    ...summaries,
    answered: async (ids: string[]) => {
      answer(ids)
      await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0))
      await new Promise((resolve) => setTimeout(resolve))
    },
    list: () => queryClient.getQueryData<ContactConversation[]>(keys.conversations)?.map(({ id }) => id),
  }
}

test('[ERASE-3] what is theirs no more leaves the list; what began while we asked stays', async () => {
  const { refreshAll, answered, put, list } = given(['kept', 'gone'])
  refreshAll()
  put(conversation('begun'))
  await answered(['kept'])
  expect(list()).toEqual(['kept', 'begun'])
})

test('where nobody is signed in any more, an empty list says nothing', async () => {
  const { refreshAll, answered, list } = given(['kept'], false)
  refreshAll()
  await answered([])
  expect(list()).toEqual(['kept'])
})
