import { cleanup, render, screen } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, expect, test } from 'vitest'
import type { AgentRow } from '@/chat/shapes'
import { I18nProvider } from '@/i18n/I18nProvider'
import { ConversationCard } from './ConversationCard'
import { conversation } from './testing'

afterEach(cleanup)

const julien: AgentRow = {
  workspace_id: 'w',
  user_id: 'julien',
  role: 'agent',
  name: 'Julien Sarrailh',
  email: 'julien@filou.example',
  avatar_url: null,
  availability: 'online',
  last_seen_at: null,
  removed_at: null,
  created_at: '2026-01-01T00:00:00+00:00',
}

function show(props: Partial<ComponentProps<typeof ConversationCard>> = {}, locale: 'en' | 'fr' = 'en') {
  render(
    <I18nProvider locale={locale} remember={false}>
      <MemoryRouter>
        <ConversationCard
          row={conversation()}
          to="/admin/chat/1"
          isCurrent={false}
          meId="me"
          assignee={null}
          inboxName={null}
          typist={null}
          showStatus={false}
          {...props}
        />
      </MemoryRouter>
    </I18nProvider>,
  )
  return screen.getByRole('link')
}

test("a link whose name starts with the contact's", () => {
  const link = show()
  expect(link.textContent).toMatch(/^Camille Durand/)
  expect(link.getAttribute('href')).toBe('/admin/chat/1')
  expect(link.textContent).toContain('Where is my parcel?')
})

test('unread, waiting and assignee are said in words', () => {
  const row = conversation({
    agent_unread_count: 3,
    assignee_id: 'julien',
    waiting_since: new Date(Date.now() - 5 * 60_000 - 1_000).toISOString(),
  })
  const link = show({ row, assignee: julien })
  expect(link.textContent).toContain('3 unread')
  expect(link.textContent).toContain('waiting 5 min')
  expect(link.textContent).toContain('assigned to Julien Sarrailh')
})

test('in French too', () => {
  const row = conversation({ agent_unread_count: 1, assignee_id: 'me' })
  expect(show({ row }, 'fr').textContent).toMatch(/1 non lu.*attribuée à Vous/)
})

test('without a name it is a visitor, told from the others by a mark', () => {
  const contact = {
    id: '0199-aaaa-bbbb-0f1e',
    name: null,
    email: null,
    verified: false,
    blocked: false,
    last_seen_at: null,
    erased_at: null,
  }
  expect(show({ row: conversation({ contact }) }).textContent).toMatch(/^Visitor 0F1E/)
})

test('the preview is read without marks', () => {
  const link = show({
    row: conversation({ last_message_preview: 'size **38** at [the shop](https://filou.example)?' }),
  })
  expect(link.textContent).toContain('size 38 at the shop?')
})

test('what looks like markup stays text', () => {
  const contact = {
    id: 'c',
    name: '<b>Eve</b>',
    email: null,
    verified: false,
    blocked: false,
    last_seen_at: null,
    erased_at: null,
  }
  const link = show({ row: conversation({ contact, last_message_preview: '<script>alert(1)</script>' }) })
  expect(link.textContent).toContain('<b>Eve</b>')
  expect(link.textContent).toContain('<script>alert(1)</script>')
  expect(link.querySelector('b, script')).toBeNull()
})

test('a deleted message, one of the team, and a colleague who is writing', () => {
  expect(show({ row: conversation({ last_message_preview: null }) }).textContent).toContain('Message deleted')
  cleanup()
  expect(show({ row: conversation({ last_message_author: 'agent' }) }).textContent).toContain('The team:')
  cleanup()
  expect(show({ typist: 'Julien' }).textContent).toContain('Julien is typing')
})

test('a snoozed one says until when; where all statuses stand together, a closed one says so', () => {
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString()
  expect(show({ row: conversation({ status: 'snoozed', snoozed_until: until }) }).textContent).toContain('until ')
  cleanup()
  const closed = conversation({ status: 'closed' })
  expect(show({ row: closed }).textContent).not.toContain('Closed')
  cleanup()
  expect(show({ row: closed, showStatus: true }).textContent).toContain('Closed')
})
