import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SORTS, type List } from './lists'
import { listFrom, queryOf } from './useFilters'

const id = fc.uuid()
const list: fc.Arbitrary<List> = fc.record({
  filter: fc.record(
    {
      status: fc.constantFrom('open' as const, 'snoozed' as const, 'closed' as const),
      assignee: fc.oneof(fc.constantFrom('me', 'none'), id),
      mentioned: fc.constant(true as const),
      inbox_id: id,
      label_id: id,
      priority: fc.integer({ min: 0, max: 4 }),
    },
    { requiredKeys: ['status'] },
  ),
  sort: fc.constantFrom(...SORTS),
})

test('[SCREEN-8] every list comes back from its address as it was', () => {
  fc.assert(
    fc.property(list, (one) => {
      expect(listFrom(new URLSearchParams(queryOf(one, '')))).toEqual(one)
    }),
  )
})

test('what goes without saying is not in the address, and nonsense is left out', () => {
  expect(queryOf({ filter: { status: 'open' }, sort: 'newest' }, '')).toBe('')
  expect(listFrom(new URLSearchParams('status=x&assignee=you&inbox=1&priority=9&sort=size&mentioned=1'))).toEqual({
    filter: { status: 'open' },
    sort: 'newest',
  })
})
