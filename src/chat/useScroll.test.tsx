import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useScroll } from './useScroll'

afterEach(cleanup)

function List() {
  const { scroller, content, isAtEnd } = useScroll(null, () => undefined)
  return (
    <div ref={scroller} role="log" data-end={isAtEnd}>
      <div ref={content} />
    </div>
  )
}

/** A box with a layout, which happy-dom has not. */
function boxOf(height: number) {
  const box = screen.getByRole('log')
  const size = { clientHeight: height, scrollHeight: 1_000, scrollTop: 1_000 - height }
  for (const name of ['clientHeight', 'scrollHeight', 'scrollTop'] as const)
    Object.defineProperty(box, name, {
      get: () => size[name],
      set(value: number) {
        size[name] = Math.min(value, size.scrollHeight - size.clientHeight)
      },
    })
  const scroll = (change: Partial<typeof size>) => {
    Object.assign(size, change)
    act(() => void box.dispatchEvent(new Event('scroll')))
  }
  return { box, size, scroll }
}

test('who is at the end stays there when a card takes room, and leaves it by scrolling', () => {
  const { rerender } = render(<List />)
  const { box, size, scroll } = boxOf(500)
  rerender(<List />)
  // The header has shrunk, so the browser moved the list; meanwhile a card has come below it.
  scroll({ clientHeight: 300, scrollTop: 480 })
  expect([box.dataset.end, size.scrollTop]).toEqual(['true', 700])
  // More has come before the browser tells that we scrolled.
  scroll({ scrollHeight: 1_300 })
  expect([box.dataset.end, size.scrollTop]).toEqual(['true', 1_000])
  scroll({ scrollTop: 100 })
  expect([box.dataset.end, size.scrollTop]).toEqual(['false', 100])
})
