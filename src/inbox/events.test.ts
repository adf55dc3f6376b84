import { expect, test } from 'vitest'
import { readEvent } from './events'
import { conversation } from './testing'

const row = conversation()

test('every event of the contract brings its row', () => {
  for (const event of ['message_changed', 'note_created', 'note_changed', 'event_created']) {
    expect(readEvent({ event, payload: { id: 'x', conversation: row } })).toEqual({
      news: 'row',
      row,
      isContactMessage: false,
    })
  }
  expect(readEvent({ event: 'conversation_changed', payload: { ...row } })).toMatchObject({ news: 'row', row })
})

test("a contact's new message is told from all else", () => {
  const told = (event: string, author: string) => readEvent({ event, payload: { id: 'm', author, conversation: row } })
  expect(told('message_created', 'contact')).toMatchObject({ isContactMessage: true })
  expect(told('message_created', 'agent')).toMatchObject({ isContactMessage: false })
  expect(told('message_changed', 'contact')).toMatchObject({ isContactMessage: false })
})

test('what has another form is no news', () => {
  for (const payload of [
    {},
    { conversation: null },
    { conversation: { id: 'x' } },
    { conversation: { ...row, contact: null } },
  ]) {
    expect(readEvent({ event: 'message_created', payload })).toEqual({ news: 'nothing' })
  }
  expect(readEvent({ event: 'read_changed', payload: { id: 'x' } })).toEqual({ news: 'nothing' })
  expect(readEvent({ event: 'something_new', payload: { ...row } })).toEqual({ news: 'nothing' })
})
