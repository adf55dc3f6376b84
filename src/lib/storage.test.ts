import { afterEach, expect, test, vi } from 'vitest'
import { browserStorage, forgivingStorage, memoryStorage } from './storage'

afterEach(() => vi.unstubAllGlobals())

/** localStorage with room for values of so many characters. */
function roomFor(most: number) {
  const { getItem, setItem, removeItem } = memoryStorage()
  vi.stubGlobal('localStorage', {
    getItem,
    removeItem,
    setItem(key: string, value: string) {
      if (value.length > most) throw new DOMException('', 'QuotaExceededError')
      void setItem(key, value)
    },
  })
}

test('a browser without room refuses; who forgives remembers as long as the page lasts', () => {
  roomFor(3)
  expect(() => browserStorage().setItem('key', 'long')).toThrow('')
  const storage = forgivingStorage()
  storage.setItem('key', 'old')
  storage.setItem('key', 'newer')
  expect(storage.getItem('key')).toBe('newer')
  expect(browserStorage().getItem('key')).toBe('old')
  storage.setItem('key', 'new') // there is room again
  expect(browserStorage().getItem('key')).toBe('new')
  storage.setItem('key', 'newest')
  storage.removeItem('key')
  expect([storage.getItem('key'), browserStorage().getItem('key')]).toEqual([null, null])
})
