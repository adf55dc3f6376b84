import { expect, test } from 'vitest'
import type { Storage } from '@/lib/storage'
import { createDrafts } from './drafts'

test('a draft is kept over a reload; a book pasted by mistake only as long as the page, and not in its host’s storage', async () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  } satisfies Storage
  const drafts = createDrafts(
    storage,
    'shop',
    () => false,
    async () => undefined,
  )
  const reloaded = () =>
    createDrafts(
      storage,
      'shop',
      () => false,
      async () => undefined,
    )

  drafts.write('one', 'Do you deliver?')
  expect(await reloaded().read('one')).toBe('Do you deliver?')
  drafts.write('one', 'a word '.repeat(100_000))
  expect((await drafts.read('one')).length).toBe(700_000)
  expect(await reloaded().read('one')).toBe('')
  expect(kept.size).toBe(0)
})
