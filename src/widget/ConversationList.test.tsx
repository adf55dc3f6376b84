import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { ContactConversation } from '@/chat/shapes'
import type { Conversations } from '@/chat/useConversations'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { ConversationList } from './ConversationList'
import type { Waiting } from './useUnsent'

afterEach(cleanup)

const answered: ContactConversation = {
  id: 'answered',
  inbox_id: 'inbox',
  contact_id: 'contact',
  status: 'open',
  created_at: '2026-11-22T09:00:00Z',
  changed_at: '2026-11-22T09:00:00Z',
  last_seq: 3,
  last_message_at: new Date().toISOString(),
  last_message: { author: 'agent', body: 'Within two days' },
  contact_read_seq: 1,
  agent_read_seq: 2,
  unread_count: 2,
  assignee: { id: 'maite', name: 'Maïté Etcheverry', avatar_url: null, availability: 'online' },
  rating: null,
  may_rate: false,
}
const closed: ContactConversation = {
  ...answered,
  id: 'closed',
  status: 'closed',
  unread_count: 0,
  assignee: null,
  last_message: { author: 'contact', body: '<b>Thanks</b>' },
}
const deleted: ContactConversation = { ...closed, id: 'deleted', last_message: { author: 'agent', body: null } }

const beginning: Waiting = {
  id: 'beginning',
  isNew: true,
  text: 'Do you have **42**?',
  written_at: new Date().toISOString(),
  state: 'waiting',
}

function given(changes: Partial<Conversations>, locale: Locale = 'en', unsent: Waiting[] = []) {
  const calls = { onChoose: vi.fn<(id: string) => void>(), onWrite: vi.fn<() => void>(), reload: vi.fn<() => void>() }
  const conversations: Conversations = {
    status: 'ready',
    error: null,
    conversations: [],
    unread: 0,
    reload: calls.reload,
  }
  render(
    <I18nProvider locale={locale} remember={false}>
      <ConversationList
        conversations={{ ...conversations, ...changes }}
        unsent={unsent}
        inboxName="Filou"
        onChoose={calls.onChoose}
        onWrite={calls.onWrite}
      />
    </I18nProvider>,
  )
  return calls
}

test('each conversation says with whom it is, what was said last, and what is unread', () => {
  given({ conversations: [answered, closed, deleted] })
  const rows = within(screen.getByRole('list', { name: 'Conversations' })).getAllByRole('button')
  expect(rows).toHaveLength(3)
  expect(rows[0]?.textContent).toMatch(/Maïté Etcheverry.*Within two days.*2 unread messages/)
  expect(rows[1]?.textContent).toMatch(/Filou.*You: <b>Thanks<\/b>.*Closed/)
  expect(rows[2]?.textContent).toContain('Message deleted')
})

test('in French too', () => {
  given({ conversations: [answered, closed] }, 'fr')
  const rows = within(screen.getByRole('list', { name: 'Conversations' })).getAllByRole('button')
  expect(rows[0]?.textContent).toContain('2 messages non lus')
  expect(rows[1]?.textContent).toMatch(/Vous\s: <b>Thanks<\/b>.*Terminée/)
})

test('a row chooses its conversation; the button below begins another', async () => {
  const { onChoose, onWrite } = given({ conversations: [answered, closed] })
  await userEvent.click(screen.getByText('Within two days'))
  expect(onChoose.mock.calls).toEqual([['answered']])
  await userEvent.click(screen.getByRole('button', { name: 'New conversation' }))
  expect(onWrite).toHaveBeenCalledTimes(1)
})

test('loading, empty and failed are drawn, each with a way on', async () => {
  given({ status: 'loading' })
  expect(screen.getByRole('status', { name: 'Loading your conversations…' })).toBeTruthy()
  cleanup()
  given({})
  expect(screen.getByText('No conversation yet.')).toBeTruthy()
  expect(screen.queryByRole('list')).toBeNull()
  cleanup()
  const { reload } = given({ status: 'failed' })
  expect(screen.getByRole('alert').textContent).toContain('could not be loaded')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(reload).toHaveBeenCalledTimes(1)
})

test('what is known stays when a later look fails', () => {
  given({ status: 'failed', conversations: [answered] })
  expect(screen.getByText('Within two days')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('[SCREEN-14] a conversation that waits to begin stands before the others, and leads to itself', async () => {
  const { onChoose } = given({ conversations: [closed] }, 'en', [beginning])
  const rows = within(screen.getByRole('list', { name: 'Conversations' })).getAllByRole('button')
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/Filou.*You: Do you have 42\?Waiting$/),
    expect.stringContaining('Closed'),
  ])
  await userEvent.click(screen.getByText('You: Do you have 42?'))
  expect(onChoose.mock.calls).toEqual([['beginning']])
})

test('begun meanwhile, it stands in the list once; what waits in a conversation is its newest', () => {
  given({ conversations: [{ ...closed, id: 'beginning' }] }, 'en', [{ ...beginning, state: 'failed' }])
  const rows = within(screen.getByRole('list', { name: 'Conversations' })).getAllByRole('button')
  expect(rows.map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/You: Do you have 42\?Not sent$/)])
})

test('a list that can’t be loaded shows what waits, and the way to the rest', () => {
  given({ status: 'failed' }, 'en', [beginning])
  expect(screen.getByText('You: Do you have 42?')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('could not be loaded')
})
