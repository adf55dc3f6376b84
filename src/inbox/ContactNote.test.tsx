import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { agentSeat } from '@/testing/sides'
import { ToastProvider } from '@/ui/Toast'
import { ContactNote } from './ContactNote'

afterEach(cleanup)

/** A server that knows of nothing, and is told of notes. */
function desk() {
  const notes: unknown[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.endsWith('/rpc/save_contact_note')) return Response.json([])
    notes.push(await request.json())
    return Response.json({ body: 'kept', agent_id: null })
  }
  const { Wrapper } = agentSeat(
    'w',
    { id: 'me', name: 'Ann' },
    { url: 'http://127.0.0.1:1', publishableKey: 'key', fetch },
  )
  const shown = render(<ContactNote contactId="c" />, {
    wrapper: ({ children }) => (
      <Wrapper>
        <ToastProvider label="Notices" dismissLabel="Dismiss">
          {children}
        </ToastProvider>
      </Wrapper>
    ),
  })
  return { notes, ...shown }
}

test('a note on a person is kept when one leaves the field, and when the conversation leaves with it', async () => {
  const { notes, unmount } = desk()
  const field = screen.getByRole('textbox')
  await userEvent.type(field, 'VIP')
  expect(notes).toEqual([])
  await userEvent.tab()
  await vi.waitFor(() => expect(notes).toEqual([{ contact_id: 'c', body: 'VIP' }]))
  await userEvent.type(field, ', calls')
  unmount()
  await vi.waitFor(() => expect(notes).toHaveLength(2))
  expect(notes[1]).toMatchObject({ contact_id: 'c', body: expect.stringContaining(', calls') as string })
})

test('who only looked has kept nothing', async () => {
  const { notes, unmount } = desk()
  await userEvent.click(screen.getByRole('textbox'))
  unmount()
  await new Promise((resolve) => setTimeout(resolve))
  expect(notes).toEqual([])
})
