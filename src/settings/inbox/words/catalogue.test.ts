import { expect, test } from 'vitest'
import { en } from '@/i18n/en/index'
import { fr } from '@/i18n/fr/index'
import { CATALOGUE, keysOf } from './catalogue'
import { filledWith, placeFault, PLACES } from './places'

const spoken = { widget: en.widget, chat: en.chat, attachments: en.attachments, errors: en.errors }
const offered = new Set(CATALOGUE.map(({ key }) => key))

test('[INBOX-3] every text that a customer can read is offered once, but for what has a field of its own', () => {
  const left = keysOf(spoken).filter((key) => !offered.has(key) && !/^(chat\.event|errors\.hints)\./.test(key))
  expect(left).toEqual([
    'widget.away', // a field of its own
    'widget.direction', // no word
    'chat.statusSnoozed', // the rest only the team reads
    'chat.deletedNote',
    'chat.noteBy',
    'chat.viewing',
    'chat.theContact',
  ])
  expect(offered.size).toBe(CATALOGUE.length)
})

test('each stands in both languages, with a place for each thing that it speaks of', () => {
  for (const { key, ours, places } of CATALOGUE)
    for (const text of Object.values(ours)) {
      expect(`${key}: ${text}`).toMatch(/: .*\S/)
      expect(`${key}: ${text}`).not.toContain('undefined')
      expect(placeFault(key, text, places), `${key}: ${text}`).toBeNull()
    }
  const functions = (words: object) =>
    keysOf(words).filter(
      (key) =>
        typeof key.split('.').reduce<unknown>((node, part) => Reflect.get(Object(node), part), words) === 'function',
    )
  expect(
    functions(spoken)
      .filter((key) => offered.has(key))
      .toSorted(),
  ).toEqual(Object.keys(PLACES).toSorted())
  expect(CATALOGUE.find(({ key }) => key === 'chat.newMessages.one')?.ours).toEqual({
    en: '{1} new message',
    fr: '{1} nouveau message',
  })
  expect(CATALOGUE.find(({ key }) => key === 'widget.rateScores.5')?.ours).toEqual({
    en: en.widget.rateScores[4],
    fr: fr.widget.rateScores[4],
  })
})

test('a placeholder that is missing or stands for nothing is found; the form for one may go without', () => {
  const fault = (text: string, key = 'chat.typingTwo') => placeFault(key, text, ['name', 'name'])
  expect(fault('{2} and {1}')).toBeNull()
  expect(fault('{1}, {1} and {2}')).toBeNull()
  expect(fault(' ')).toBeNull()
  expect(fault('{1} and you')).toEqual({ fault: 'missing', place: '{2}' })
  for (const place of ['{3}', '{name}', '{ 1 }', '{}'])
    expect(fault(`{1} {2} ${place}`)).toEqual({ fault: 'unknown', place })
  expect(placeFault('chat.newMessages.one', 'A new one', ['count'])).toBeNull()
  expect(placeFault('chat.newMessages.one', 'A {2}', ['count'])).toEqual({ fault: 'unknown', place: '{2}' })
  expect(filledWith('{2} and {1}', ['$&', 'Bob'])).toBe('Bob and $&')
})
