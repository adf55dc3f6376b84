import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mentionedIn, stretches } from '@/chat/mentions'
import { askedFor, matching } from './suggesting'

const BOTH = ['mention', 'canned'] as const
const ask = (text: string) => askedFor(text, text.length, BOTH)

describe('what is asked for at the cursor', () => {
  test('a colleague after @, with a space in the name', () => {
    expect(ask('see @')).toEqual({ kind: 'mention', query: '', from: 4, to: 5 })
    expect(ask('@Ana Li')).toEqual({ kind: 'mention', query: 'Ana Li', from: 0, to: 7 })
  })

  test('a canned response after / at the beginning of a word', () => {
    expect(ask('/thx')).toEqual({ kind: 'canned', query: 'thx', from: 0, to: 4 })
    expect(ask('Hello\n/re')).toEqual({ kind: 'canned', query: 're', from: 6, to: 9 })
  })

  test('nothing in addresses, paths and text that goes on', () => {
    expect(ask('ana@shop')).toBeNull()
    expect(ask('and/or')).toBeNull()
    expect(ask('https://shop.example')).toBeNull()
    expect(ask('/thx and')).toBeNull()
  })

  test('only what the text may hold', () => {
    expect(askedFor('@Ana', 4, ['canned'])).toBeNull()
  })

  test('the stretch to replace ends at the cursor and begins with its sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '@', '/', '\n') }), fc.nat(), (text, n) => {
        const caret = text.length === 0 ? 0 : n % (text.length + 1)
        const asked = askedFor(text, caret, BOTH)
        if (!asked) return
        expect(asked.to).toBe(caret)
        expect(text.slice(asked.from, asked.to)).toBe((asked.kind === 'mention' ? '@' : '/') + asked.query)
      }),
    )
  })
})

describe('matching', () => {
  const names = ['Maïté Etcheverry', 'Ana Lima', 'Jean-Paul Roux']
  const match = (query: string) => matching(names, query, (name) => name, 5)

  test('by the beginnings of words, accents or not', () => {
    expect(match('mai')).toEqual(['Maïté Etcheverry'])
    expect(match('lim a')).toEqual(['Ana Lima'])
    expect(match('paul')).toEqual(['Jean-Paul Roux'])
    expect(match('heverry')).toEqual([])
    expect(match('')).toEqual(names)
  })
})

describe('mentions in a note', () => {
  const people = [
    { id: '1', name: 'Ana' },
    { id: '2', name: 'Ana Lima' },
  ]

  test('the longest name wins; a name within a word is none', () => {
    expect(mentionedIn('@Ana Lima, and @Ana', people)).toEqual(['2', '1'])
    expect(mentionedIn('@Anabelle or x@Ana', people)).toEqual([])
  })

  test('no letter of the note is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('@', 'Ana', ' ', 'Lima', 'x', '@Ana Lima')), (words) => {
        const text = words.join('')
        expect(
          stretches(text, people)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
