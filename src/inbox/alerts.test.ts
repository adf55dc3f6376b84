import { describe, expect, test } from 'vitest'
import { wantsToHear, type Preferences } from './alerts'

const preferences = (fields: Partial<Preferences>): Preferences => ({
  notify: 'all',
  sound: true,
  quiet: null,
  send_with: 'enter',
  away_after_minutes: null,
  ...fields,
})
const at = (time: string) => new Date(`2026-11-22T${time}:00`)
const hears = (notify: Preferences['notify'], kind: 'message' | 'mention', assigneeId: string | null) =>
  wantsToHear(preferences({ notify }), { kind, assigneeId }, 'me', at('12:00'))

describe('who wants to hear what', () => {
  test.each([
    ['all', true, true, true, true],
    ['mine', true, false, false, true],
    ['mentions', false, false, false, true],
    ['none', false, false, false, false],
  ] as const)('%s', (notify, mine, nobodys, theirs, mention) => {
    expect(hears(notify, 'message', 'me')).toBe(mine)
    expect(hears(notify, 'message', null)).toBe(nobodys)
    expect(hears(notify, 'message', 'you')).toBe(theirs)
    expect(hears(notify, 'mention', 'you')).toBe(mention)
  })
})

test('[SCREEN-10] quiet hours are quiet, over midnight too', () => {
  const quietAt = (quiet: Preferences['quiet'], time: string) =>
    !wantsToHear(preferences({ quiet }), { kind: 'mention', assigneeId: null }, 'me', at(time))
  const night = { from: '20:00', to: '07:30' }
  expect(['19:59', '20:00', '23:59', '00:00', '07:29', '07:30'].map((time) => quietAt(night, time))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ])
  const lunch = { from: '12:00', to: '13:00' }
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => quietAt(lunch, time))).toEqual([false, true, true, false])
})
