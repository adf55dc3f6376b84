import { act, cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useRef, useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from '@/ui/Button'
import { useHandover } from './useHandover'

afterEach(cleanup)

/** Close and Reopen, in the same place, and the message box. */
function Actions() {
  const place = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(true)
  const [isMine, setMine] = useState(false)
  const { settling, pressed } = useHandover(place, `${isOpen} ${isMine}`)
  return (
    <main>
      <div ref={place}>
        {!isMine && (
          <Button key="assign" data-does="assign" onClick={() => (pressed('assign'), setMine(true))}>
            Assign
          </Button>
        )}
        {isOpen ? (
          <Button key="close" data-does="close" settling={settling} onClick={() => (pressed('close'), setOpen(false))}>
            Close
          </Button>
        ) : (
          <Button
            key="reopen"
            data-does="reopen"
            settling={settling}
            onClick={() => (pressed('reopen'), setOpen(true))}
          >
            Reopen
          </Button>
        )}
      </div>
      <textarea aria-label="Message" />
    </main>
  )
}

test('the focus goes to the button that replaces the one pressed', async () => {
  render(<Actions />)
  screen.getByRole('button', { name: 'Close' }).focus()
  await userEvent.keyboard('{Enter}')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Reopen' }))
})

test('after an assignment it goes to the message box', async () => {
  render(<Actions />)
  screen.getByRole('button', { name: 'Assign' }).focus()
  await userEvent.keyboard('{Enter}')
  expect(document.activeElement).toBe(screen.getByLabelText('Message'))
})

test('a second click at once is not heard by what has come there; a later one is', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  render(<Actions />)
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.click(screen.getByRole('button', { name: 'Close' }))
  await user.click(screen.getByRole('button', { name: 'Reopen' }))
  expect(screen.queryByRole('button', { name: 'Close' })).toBeNull()
  await act(() => vi.advanceTimersByTimeAsync(600))
  await user.click(screen.getByRole('button', { name: 'Reopen' }))
  expect(screen.getByRole('button', { name: 'Close' })).toBeDefined()
  vi.useRealTimers()
})
