import { describe, expect, test } from 'vitest'
import { unheard, wantsToHear, type Preferences } from './alerts'
import { conversation } from './testing'

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

test('[SCREEN-10] what was asked for, not heard, calls too: a message of a customer, new, unread, of the last minutes; and a mention', () => {
  const at = (seconds: number) => new Date(Date.parse('2026-11-22T12:00:00Z') + seconds * 1_000).toISOString()
  const written = (id: string, seconds: number, fields: Parameters<typeof conversation>[0] = {}) =>
    conversation({
      id,
      last_seq: 5,
      last_message_at: at(seconds),
      changed_at: at(seconds),
      agent_unread_count: 1,
      ...fields,
    })
  const heard = written('heard', 10)
  const changed = [
    written('fresh', 20),
    written('unknown', 30),
    heard,
    written('before', -5, { changed_at: at(20) }),
    written('read', 20, { agent_unread_count: 0 }),
    written('answered', 20, { last_message_author: 'agent' }),
  ]
  const known = new Map([
    ['fresh', written('fresh', -60, { last_seq: 4 })],
    ['heard', heard],
  ])
  const note = (id: string, seconds: number) => ({
    row: heard,
    note: { id, body: 'Look, @Ann', created_at: at(seconds) },
  })
  const mentions = [note('called', 25), note('called before', -5)]
  const told = unheard(known, { changed, mentions }, at(0))
  expect(told.map(({ kind, row, id }) => [kind, row.id, id])).toEqual([
    ['message', 'fresh', 'fresh 5'],
    ['message', 'unknown', 'unknown 5'],
    ['mention', 'heard', 'called'],
  ])
  const muchLater = conversation({ id: 'later', changed_at: at(600), last_message_author: 'agent' })
  expect(unheard(known, { changed: [...changed, muchLater], mentions }, at(0))).toEqual([])
  expect(unheard(known, { changed: [], mentions: [] }, at(0))).toEqual([])
})
