import { expect, test } from 'vitest'
import { withLeaving } from './useLeaving'

const items = (...ids: string[]) => ids.map((id) => ({ id }))
const shown = (...ids: string[]) => items(...ids).map((item) => ({ item, isLeaving: false }))
const text = (list: ReturnType<typeof withLeaving>) =>
  list.map(({ item, isLeaving }) => (isLeaving ? `(${item.id})` : item.id)).join(' ')

test('[SCREEN-9] what leaves stays a moment where it stood, whatever comes and moves', () => {
  expect(text(withLeaving(shown('a', 'b', 'c'), items('a', 'c')))).toBe('a (b) c')
  expect(text(withLeaving(shown('a', 'b', 'c'), items('c', 'a')))).toBe('c (b) a')
  expect(text(withLeaving(shown('a', 'b'), items('x', 'a')))).toBe('x (b) a')
  expect(text(withLeaving(shown('a'), []))).toBe('(a)')
})

test('another list is just another list', () => {
  expect(text(withLeaving(shown('a', 'b', 'c', 'd', 'e', 'f'), items('x')))).toBe('x')
})
