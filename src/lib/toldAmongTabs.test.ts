import { expect, test, vi } from 'vitest'
import { toldAmongTabs } from './toldAmongTabs'

test('what one tab has dealt with is known in the others, and of much only the latest', async () => {
  const [one, other] = [toldAmongTabs('test'), toldAmongTabs('test')]
  one.tell('first')
  expect(one.has('first')).toBe(true)
  await vi.waitFor(() => expect(other.has('first')).toBe(true))
  for (let n = 1; n <= 500; n += 1) one.tell(String(n))
  await vi.waitFor(() => expect(other.has('500')).toBe(true))
  for (const tab of [one, other]) expect(['first', '1', '500'].map((id) => tab.has(id))).toEqual([false, true, true])
})
