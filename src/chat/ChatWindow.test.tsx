import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { memoryStorage, type Storage } from '@/lib/storage'
import { fakeStack, type FakeStack } from '@/testing/fakeStack'
import { ChatProvider } from './ChatProvider'
import { ChatWindow } from './ChatWindow'
import { createQueryClient } from './queryClient'
import { createTabs } from './tabs'

beforeEach(() => vi.spyOn(document, 'hasFocus').mockReturnValue(true))
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const CONVERSATION = '0198c0de-0000-7000-8000-000000000001'

function show(
  stack: FakeStack,
  {
    locale = 'en',
    storage = memoryStorage(),
    onClose,
    isClosing = false,
  }: { locale?: Locale; storage?: Storage; onClose?: () => void; isClosing?: boolean } = {},
) {
  const queryClient = createQueryClient()
  const tabs = createTabs()()
  const drawn = (isClosing: boolean) => (
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale={locale} remember={false}>
        <ChatProvider
          side="contact"
          inboxKey="ibx_test"
          client={stack.client}
          realtime={stack.realtime}
          storage={storage}
          tabs={tabs}
        >
          <ChatWindow conversationId={CONVERSATION} onClose={onClose} isClosing={isClosing} />
        </ChatProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
  const view = render(drawn(isClosing))
  return { ...view, open: () => view.rerender(drawn(false)) }
}

const log = () => screen.getByRole('log', { name: 'Messages' })
const composer = () => screen.getByRole('textbox', { name: 'Message' })
const send = () => screen.getByRole('button', { name: 'Send' })

describe('reading', () => {
  test('shows what there is, grouped, with who and when, and marks it read', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    stack.says('agent', 'How can I help?')
    show(stack)
    expect(await within(log()).findByText('How can I help?')).toBeTruthy()
    expect(within(log()).getAllByText('Ann')).toHaveLength(2) // seen once, heard with each
    expect(within(log()).getByText('New messages')).toBeTruthy()
    await waitFor(() => expect(stack.calls('mark_read')).toMatchObject([{ seq: 2 }]))
  })

  test('nothing is marked as read while nobody looks', async () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    show(stack)
    await within(log()).findByText('Hello!')
    expect(stack.calls('mark_read')).toEqual([])
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    window.dispatchEvent(new Event('focus'))
    await waitFor(() => expect(stack.calls('mark_read')).toHaveLength(1))
  })

  test('what comes while the window fades away is not read, and is when it opens again', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    const { open } = show(stack, { isClosing: true })
    await within(log()).findByText('Hello!')
    stack.says('agent', 'Are you there?')
    await within(log()).findByText('Are you there?')
    open()
    await waitFor(() => expect(stack.calls('mark_read')).toMatchObject([{ seq: 2 }]))
  })

  test('by a tap or the arrows each message tells its time to the second', async () => {
    Element.prototype.scrollIntoView = () => undefined // nothing is laid out here
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    stack.says('agent', 'How can I help?')
    show(stack)
    const first = await within(log()).findByText('Hello!')
    const exact = () => within(log()).queryAllByText(/\d:\d\d:\d\d/)
    expect(exact()).toEqual([])
    await userEvent.click(first)
    expect(exact()).toHaveLength(1)
    const tapped = document.activeElement
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement?.textContent).toContain('How can I help?')
    await userEvent.keyboard('{ArrowUp}')
    expect(document.activeElement).toBe(tapped)
    log().focus()
    await waitFor(() => expect(exact()).toEqual([]))
    await userEvent.keyboard('{ArrowUp}')
    expect(exact()).toHaveLength(1)
  })

  test('HTML is text, and only safe links are links', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', '<img src=x onerror=alert(1)> https://example.com/a javascript:alert(1)')
    show(stack)
    expect(await within(log()).findByText(/<img src=x/)).toBeTruthy()
    expect(log().querySelector('img[src="x"]')).toBeNull()
    const links = within(log()).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.com/a'])
    expect(links[0]?.getAttribute('rel')).toContain('noopener')
  })

  test('says that the other side is writing, until their message is there', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    show(stack)
    await within(log()).findByText('Hello!')
    stack.topic().event('agent_typing', { id: CONVERSATION, agent_id: 'ann', name: 'Ann' })
    expect(await screen.findByText('Ann is typing')).toBeTruthy()
    stack.says('agent', 'There you are')
    await within(log()).findByText('There you are')
    expect(screen.queryByText('Ann is typing')).toBeNull()
  })

  test('shows that the other side has read', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('contact', 'Hello?')
    show(stack)
    await within(log()).findByText('Hello?')
    expect(within(log()).queryByText(/Read/)).toBeNull()
    stack.own().event('read_changed', { id: CONVERSATION, contact_read_seq: 1, agent_read_seq: 1, unread_count: 0 })
    expect(await within(log()).findByText(/Read/)).toBeTruthy()
  })
})

describe('writing', () => {
  test('Enter sends and empties the field; Shift+Enter begins a line', async () => {
    const stack = fakeStack(CONVERSATION)
    show(stack)
    await userEvent.type(composer(), 'one{Shift>}{Enter}{/Shift}two{Enter}')
    expect(composer()).toHaveProperty('value', '')
    await waitFor(() => expect(stack.calls('send_message')).toMatchObject([{ body: 'one\ntwo' }]))
    expect(within(log()).getByText(/one/)).toBeTruthy()
  })

  test('Enter that chooses a word sends nothing', async () => {
    const stack = fakeStack(CONVERSATION)
    show(stack)
    await userEvent.type(composer(), 'にほん')
    fireEvent.keyDown(composer(), { key: 'Enter', keyCode: 229 })
    expect(composer()).toHaveProperty('value', 'にほん')
    expect(stack.calls('send_message')).toEqual([])
  })

  test('blanks cannot be sent', async () => {
    const stack = fakeStack(CONVERSATION)
    show(stack)
    expect(send()).toHaveProperty('disabled', true)
    await userEvent.type(composer(), '   {Enter}')
    expect(send()).toHaveProperty('disabled', true)
    expect(stack.calls('send_message')).toEqual([])
  })

  test('what is too long says so and stays', async () => {
    const stack = fakeStack(CONVERSATION)
    show(stack)
    composer().focus()
    await userEvent.paste('x'.repeat(10_001))
    expect(screen.getByText('1 character too many')).toBeTruthy()
    await userEvent.click(send())
    expect(screen.getByText(/at most 10,000 characters/)).toBeTruthy()
    expect((composer() as HTMLTextAreaElement).value).toHaveLength(10_001)
    for (const _ of ['once', 'again']) {
      await userEvent.paste('y'.repeat(100_000))
      expect(screen.getByText(/too much text at once.*at most 10,000 characters/)).toBeTruthy()
      expect((composer() as HTMLTextAreaElement).value).toBe('x'.repeat(10_001))
    }
    await userEvent.keyboard('{Backspace}')
    expect((composer() as HTMLTextAreaElement).value).toHaveLength(10_000)
    expect(screen.queryByText(/too much text/)).toBeNull()
    expect(stack.calls('send_message')).toEqual([])
  })

  test('a refused message says why; retried, it goes', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('send_message', { code: 'LC409', hint: 'id_taken' })
    show(stack)
    await userEvent.type(composer(), 'Hello{Enter}')
    expect(await screen.findByText(/Not sent/)).toBeTruthy()
    stack.accept('send_message')
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(screen.queryByText(/Not sent/)).toBeNull())
    expect(within(log()).getAllByText('Hello')).toHaveLength(1)
  })

  test('a refused message can be discarded', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('send_message', { code: 'LC409', hint: 'id_taken' })
    show(stack)
    await userEvent.type(composer(), 'Hello{Enter}')
    await userEvent.click(await screen.findByRole('button', { name: 'Discard this message' }))
    expect(within(log()).queryByText('Hello')).toBeNull()
  })

  test('a draft is kept until it is sent', async () => {
    const stack = fakeStack(CONVERSATION)
    const storage = memoryStorage()
    const first = show(stack, { storage })
    await userEvent.type(composer(), 'not yet')
    first.unmount()
    const second = show(stack, { storage })
    await waitFor(() => expect(composer()).toHaveProperty('value', 'not yet'))
    await userEvent.type(composer(), '{Enter}')
    second.unmount()
    show(stack, { storage })
    await within(log()).findByText('not yet')
    expect(composer()).toHaveProperty('value', '')
  })

  test('whenever the page ends: what was written stands in storage, as a draft or as a message on its way', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('send_message', { code: 'PGRST001', status: 503 })
    const kept = new Map<string, string>()
    const lost: string[] = []
    let written = false
    // Each change takes its time, as through the messages between a frame and its page.
    const change = async (name: string, edit: () => void) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      edit()
      if (written && ![...kept.values()].some((text) => text.includes('not yet'))) lost.push(name)
    }
    const storage: Storage = {
      getItem: async (name) => kept.get(name) ?? null,
      setItem: (name, value) => change(name, () => kept.set(name, value)),
      removeItem: (name) => change(name, () => kept.delete(name)),
    }
    show(stack, { storage })
    await userEvent.type(composer(), 'not yet')
    await waitFor(() => expect([...kept.values()]).toContain('not yet'))
    written = true
    await userEvent.type(composer(), '{Enter}')
    await waitFor(() => expect([...kept.values()]).not.toContain('not yet')) // its draft goes in the end
    expect(lost).toEqual([])
  })

  test('tells the team that the contact writes, as often as the server wants to hear it', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.says('agent', 'Hello!')
    show(stack)
    await within(log()).findByText('Hello!')
    await userEvent.type(composer(), 'a long sentence')
    expect(stack.calls('typing')).toHaveLength(1)
  })
})

describe('the window', () => {
  test('says that we are offline, and stops saying so', async () => {
    const stack = fakeStack(CONVERSATION)
    show(stack)
    expect(screen.getByRole('alert').textContent).toBe('')
    stack.page.setOnline(false)
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('You are offline'))
    stack.page.setOnline(true)
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(''))
  })

  test('that could not load says so, and tries again', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('my_messages', { code: 'PGRST000', status: 400 })
    show(stack)
    expect(await screen.findByText('The messages could not be loaded.')).toBeTruthy()
    stack.accept('my_messages')
    stack.says('agent', 'Hello!')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await within(log()).findByText('Hello!')).toBeTruthy()
  })

  test('that could not load takes what is written all the same', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('my_messages', { code: 'PGRST000', status: 400 })
    show(stack)
    expect(await screen.findByText('The messages could not be loaded.')).toBeTruthy()
    await userEvent.type(composer(), 'Are you there?')
    await userEvent.click(send())
    expect(await within(log()).findByText('Are you there?')).toBeTruthy()
  })

  test('of a conversation that is not there says so', async () => {
    const stack = fakeStack(CONVERSATION)
    stack.refuse('my_messages', { code: 'LC404', hint: 'conversation_not_found' })
    show(stack)
    expect(await screen.findByText('This conversation does not exist any more.')).toBeTruthy()
  })

  test('speaks French, and closes', async () => {
    const onClose = vi.fn<() => void>()
    show(fakeStack(CONVERSATION), { locale: 'fr', onClose })
    expect(screen.getByRole('button', { name: 'Envoyer' })).toBeTruthy()
    expect(await screen.findByText('Ouverte')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Fermer la fenêtre' }))
    expect(onClose).toHaveBeenCalledOnce()
  })
})
