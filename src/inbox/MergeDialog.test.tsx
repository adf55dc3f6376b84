import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { I18nProvider } from '@/i18n/I18nProvider'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { ToastProvider } from '@/ui/Toast'
import { MergeDialog } from './MergeDialog'
import { conversation } from './testing'

afterEach(() => {
  cleanup()
  release = null
})

const person = (name: string) => ({ ...conversation({ id: name }).contact, id: name, name })
const [ann, anna] = [person('Ann'), person('Anna')]
/** Lets the newest question have its answer: but for that for `A`, they wait. */
let release: (() => void) | null = null

const client = createClientFor('agent', {
  config: { apiUrl: 'http://stack.test', publishableKey: 'sb_publishable_test' },
  storage: memoryStorage(),
  storageKey: 'merge',
  fetch: async (_input, init) => {
    const { query } = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as { query?: string }
    if (query !== 'A') await new Promise<void>((resolve) => (release = resolve))
    const found = query === 'A' ? [ann, anna] : []
    return Response.json({ results: found.map((contact) => ({ kind: 'contact', contact })), next: null })
  },
})
vi.mock('./useDesk', () => ({
  useDesk: () => ({ client, workspaceId: 'w', meId: 'me' }),
  useRows: () => new Map(),
}))

function show() {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <I18nProvider locale="en" remember={false}>
        <ToastProvider label="Messages" dismissLabel="Dismiss">
          <MergeDialog row={conversation()} open onOpenChange={() => undefined} />
        </ToastProvider>
      </I18nProvider>
    </QueryClientProvider>,
  )
  return screen.getByRole('combobox', { name: 'Find a contact' })
}

test('while the next answer is on its way, Enter takes nobody of the last one who does not bear what was typed', async () => {
  const field = show()
  await userEvent.type(field, 'A')
  await screen.findByRole('option', { name: 'Ann' })
  await userEvent.type(field, 'nna')
  expect(screen.queryByRole('option', { name: 'Ann' })).toBeNull()
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('button', { name: 'Merge' })
  expect(screen.getByRole('region', { name: 'Anna' })).toBeTruthy()
})

test('nobody is found only once that is known', async () => {
  const field = show()
  await userEvent.type(field, 'Bea')
  expect(screen.queryByText('Nobody found')).toBeNull()
  await vi.waitFor(() => expect(release).not.toBeNull())
  release?.()
  await screen.findByText('Nobody found')
})
