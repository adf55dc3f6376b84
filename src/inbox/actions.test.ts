import { expect, test } from 'vitest'
import { undoOf } from './actions'
import { conversation } from './testing'

const until = new Date('2026-12-01T09:00:00Z')

test('snoozing is taken back by opening it, or by the time that there was before', () => {
  expect(undoOf({ do: 'snooze', until }, conversation({ status: 'open' }))).toEqual({ do: 'reopen' })
  const before = conversation({ status: 'snoozed', snoozed_until: '2026-11-25T08:00:00+00:00' })
  expect(undoOf({ do: 'snooze', until }, before)).toEqual({
    do: 'snooze',
    until: new Date('2026-11-25T08:00:00Z'),
  })
})
