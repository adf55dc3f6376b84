import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Dialog } from './Dialog'

afterEach(() => {
  cleanup()
  delete (Element.prototype as Partial<Element>).getAnimations
})

const shown = (open: boolean) => (
  <Dialog open={open} onOpenChange={() => undefined} title="Add a label" closeLabel="Close">
    <button type="submit">Save</button>
  </Dialog>
)

test('while it fades, nothing in it can be pressed a second time; opened again it can', () => {
  // A transition that never ends: this browser has none.
  Element.prototype.getAnimations = () => [{ finished: new Promise(() => undefined) } as Animation]
  const { rerender } = render(shown(true))
  const save = screen.getByText('Save')
  expect(save.closest('[inert]')).toBeNull()
  rerender(shown(false))
  expect(save.isConnected).toBe(true)
  expect(save.closest('[inert]')).not.toBeNull()
  rerender(shown(true))
  expect(screen.getByText('Save').closest('[inert]')).toBeNull()
})
