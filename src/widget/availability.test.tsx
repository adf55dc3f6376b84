import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ChatProvider } from '@/chat/ChatProvider'
import { createQueryClient } from '@/chat/queryClient'
import { createTabs } from '@/chat/tabs'
import { useConversations } from '@/chat/useConversations'
import { I18nProvider } from '@/i18n/I18nProvider'
import { memoryStorage } from '@/lib/storage'
import { fakeStack } from '@/testing/fakeStack'
import { useFreshInbox } from './useFreshInbox'

afterEach(cleanup)

test('who is there is asked anew when an agent answers, not when the customer writes elsewhere', async () => {
  const stack = fakeStack('0198c0de-0000-7000-8000-000000000001')
  stack.says('contact', 'Hello?')
  const queryClient = createQueryClient()
  const storage = memoryStorage()
  const tabs = createTabs()()
  const Wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale="en" remember={false}>
        <ChatProvider
          side="contact"
          inboxKey="ibx_test"
          client={stack.client}
          realtime={stack.realtime}
          storage={storage}
          tabs={tabs}
        >
          {children}
        </ChatProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
  const { result } = renderHook(
    () => {
      const { conversations } = useConversations()
      return { conversations, inbox: useFreshInbox(conversations, true) }
    },
    { wrapper: Wrapper },
  )
  await waitFor(() => {
    expect(result.current.conversations).toHaveLength(1)
    expect(result.current.inbox.isSuccess).toBe(true)
  })
  const before = stack.calls('get_inbox').length

  stack.says('contact', 'Written on my phone')
  await waitFor(() => expect(result.current.conversations[0]?.last_seq).toBe(2))
  expect(stack.calls('get_inbox')).toHaveLength(before)

  stack.says('agent', 'Good morning!')
  await waitFor(() => expect(stack.calls('get_inbox')).toHaveLength(before + 1))
})
