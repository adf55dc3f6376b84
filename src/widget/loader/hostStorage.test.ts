import { expect, test } from 'vitest'
import { hostStorage } from './hostStorage'

function pageStorage() {
  const entries = new Map<string, string>()
  const storage = {
    isFull: false,
    getItem: (key: string) => entries.get(key) ?? null,
    removeItem: (key: string) => void entries.delete(key),
    setItem(key: string, value: string) {
      if (storage.isFull) throw new DOMException('full', 'QuotaExceededError')
      entries.set(key, value)
    },
  }
  return { entries, storage: storage as unknown as Storage & { isFull: boolean } }
}

test('keeps everything under the inbox’s own prefix', () => {
  const { entries, storage } = pageStorage()
  const kept = hostStorage('ibx_A', () => storage)
  kept.set('session', 's')
  expect([...entries]).toEqual([['causerie:ibx_A:session', 's']])
  expect(kept.get('session')).toBe('s')
  expect(hostStorage('ibx_B', () => storage).get('session')).toBeNull()
  kept.remove('session')
  expect(entries.size).toBe(0)
})

test('reading alone leaves no trace', () => {
  const { entries, storage } = pageStorage()
  expect(hostStorage('ibx_A', () => storage).get('written')).toBeNull()
  expect(entries.size).toBe(0)
})

test('a full storage loses nothing until the page is left', () => {
  const { storage } = pageStorage()
  const kept = hostStorage('ibx_A', () => storage)
  kept.set('outbox', 'old')
  storage.isFull = true
  kept.set('outbox', 'new')
  expect(kept.get('outbox')).toBe('new')
  storage.isFull = false
  kept.set('outbox', 'newest')
  expect(kept.get('outbox')).toBe('newest')
  kept.remove('outbox')
  expect(kept.get('outbox')).toBeNull()
})

test('where the page may not store, memory serves', () => {
  const kept = hostStorage('ibx_A', () => {
    throw new DOMException('denied', 'SecurityError')
  })
  kept.set('session', 's')
  expect(kept.get('session')).toBe('s')
  kept.remove('session')
  expect(kept.get('session')).toBeNull()
})

test('wiping takes what is ours and leaves the rest', () => {
  const storage = Object.create({
    getItem: (key: string) => storage[key] ?? null,
    removeItem: (key: string) => delete storage[key],
    setItem: (key: string, value: string) => void (storage[key] = value),
  }) as Storage & Record<string, string>
  storage.shop = 'theirs'
  const kept = hostStorage('ibx_A', () => storage)
  kept.set('session', 's')
  hostStorage('ibx_AB', () => storage).set('session', 'other')
  kept.wipe()
  expect(Object.keys(storage)).toEqual(['shop', 'causerie:ibx_AB:session'])
})
