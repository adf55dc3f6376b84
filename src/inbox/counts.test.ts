import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countsAfter, type Counts } from './counts'
import { conversation } from './testing'

const row = fc
  .record({
    status: fc.constantFrom('open', 'snoozed', 'closed'),
    assignee_id: fc.constantFrom(null, 'me', 'colleague'),
    agent_unread_count: fc.nat(2),
  })
  .map((fields) => conversation(fields))

const NONE: Counts = { open: 0, snoozed: 0, unassigned: 0, mine: 0, unread: 0, mentioned: 0 }

test('step by step they come to the same as counting anew', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (steps) => {
      let counts = NONE
      let before: (typeof steps)[number] | null = null
      for (const after of steps) {
        counts = countsAfter(counts, before, after, 'me')
        before = after
      }
      expect(counts).toEqual(countsAfter(NONE, null, steps.at(-1)!, 'me'))
    }),
  )
})

test('what is closed counts nowhere', () => {
  expect(countsAfter(NONE, null, conversation({ status: 'closed', agent_unread_count: 3 }), 'me')).toEqual(NONE)
})

test('an open one of mine with something unread', () => {
  const mine = conversation({ assignee_id: 'me', agent_unread_count: 2 })
  expect(countsAfter(NONE, null, mine, 'me')).toEqual({
    open: 1,
    snoozed: 0,
    unassigned: 0,
    mine: 1,
    unread: 1,
    mentioned: 0,
  })
})
