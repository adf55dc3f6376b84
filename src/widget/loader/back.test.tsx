import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBack, type Back } from './back'

// happy-dom's history does not go back: a stack of our own that does, a moment later, as in a browser.
function pages() {
  const entries: unknown[] = [{ router: 1 }]
  let at = 0
  const go = (by: number) => {
    at += by
    window.dispatchEvent(new PopStateEvent('popstate', { state: entries[at] }))
  }
  vi.stubGlobal('history', {
    get state() {
      return entries[at]
    },
    pushState(state: unknown) {
      entries.length = ++at
      entries[at] = state
    },
    back: () => void setTimeout(() => go(-1)),
  })
  return { entries, go, at: () => at }
}

const onBack = vi.fn<() => void>()
const router = vi.fn<() => void>()
let back: Back | undefined

const pop = (event: Event) => back?.pop(event)

beforeEach(() => {
  vi.useFakeTimers()
  window.addEventListener('popstate', pop)
  window.addEventListener('popstate', router)
})
afterEach(() => {
  window.removeEventListener('popstate', pop)
  window.removeEventListener('popstate', router)
  vi.unstubAllGlobals()
  vi.useRealTimers()
  onBack.mockReset()
  router.mockReset()
})

test('Back closes the chat, and the page’s router hears nothing', () => {
  const { go, at, entries } = pages()
  back = createBack(onBack)
  back.enter()
  expect(entries).toEqual([{ router: 1 }, { router: 1, causerie: 1 }])
  go(-1)
  expect(onBack).toHaveBeenCalledTimes(1)
  back.leave() // as closing does
  vi.runAllTimers()
  expect(at()).toBe(0)
  expect(router).not.toHaveBeenCalled()
})

test('closed otherwise, the entry is taken back', () => {
  const { at } = pages()
  back = createBack(onBack)
  back.enter()
  back.leave()
  back.leave()
  vi.runAllTimers()
  expect(at()).toBe(0)
  expect(onBack).not.toHaveBeenCalled()
  expect(router).not.toHaveBeenCalled()
})

test('opened again before the entry is gone: there is one again, and Back closes', () => {
  const { at, go } = pages()
  back = createBack(onBack)
  back.enter()
  back.leave()
  back.enter()
  vi.runAllTimers()
  expect(at()).toBe(1)
  go(-1)
  expect(onBack).toHaveBeenCalledTimes(1)
})

test('a page that moved on meanwhile keeps its way: nothing is taken back, its own Back is its router’s', () => {
  const { at, go } = pages()
  back = createBack(onBack)
  back.enter()
  window.history.pushState({ router: 2 }, '')
  back.leave()
  vi.runAllTimers()
  expect(at()).toBe(2)
  go(-1)
  expect(router).toHaveBeenCalledTimes(1)
  expect(onBack).not.toHaveBeenCalled()
})

test('reloaded with the chat open, the entry left over serves again', () => {
  const { at, go } = pages()
  createBack(onBack).enter()
  back = createBack(onBack)
  back.enter()
  expect(at()).toBe(1)
  go(-1)
  expect(onBack).toHaveBeenCalled()
})
