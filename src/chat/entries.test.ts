import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawn } from './entries'
import type { Unsent } from './lanes'
import type { Person } from './shapes'
import { storedMessage } from './testing'
import type { Stored } from './timeline'

const contact = { side: 'contact' } as const
const nothing = { entries: [], held: new Map() }
const made = Array.from({ length: 60 }, (_, i) => storedMessage(i + 1))
const some = fc.uniqueArray(fc.nat(59), { maxLength: 30 }).map((places) => places.toSorted((a, b) => a - b))
const people = (name: string): Map<string, Person> => new Map([['a', { id: 'a', name, avatar_url: null }]])

test('whatever was drawn before, what is stored is drawn, and the same entry is the same object', () => {
  const seen = new Map<Stored, unknown>()
  const nobody = people('Ana')
  fc.assert(
    fc.property(fc.array(some, { maxLength: 8 }), (lists) => {
      for (const places of lists) {
        const stored = places.map((place) => made[place] as Stored)
        const entries = drawn(stored, nothing, 'c', contact, nobody)
        expect(entries.map(({ id }) => id)).toEqual(stored.map(({ id }) => id))
        entries.forEach((entry, i) => {
          const one = stored[i] as Stored
          expect(seen.get(one) ?? entry).toBe(entry)
          seen.set(one, entry)
        })
      }
    }),
  )
})

test('who wrote is told anew when a name changes', () => {
  const stored = [storedMessage(1), storedMessage(2, 2, { author: 'agent', agent_id: 'a' })]
  const nameOf = (name: string) => drawn(stored, nothing, 'c', contact, people(name)).at(-1)
  expect(nameOf('Ana')).toMatchObject({ agent: { name: 'Ana' } })
  expect(nameOf('Anaïs')).toMatchObject({ agent: { name: 'Anaïs' } })
})

test('what is on its way stands at the end until it is stored, and belongs to its conversation', () => {
  const unsent = ['m3', 'm2', 'other'].map((id): Unsent => ({
    id,
    conversation_id: id === 'other' ? 'd' : 'c',
    kind: 'message',
    body: 'on its way',
    written_at: '2026-03-02T11:00:00Z',
    seen_seq: null,
    context: null,
    failure: null,
  }))
  const outbox = { ...nothing, entries: unsent }
  const entries = drawn([storedMessage(1), storedMessage(2)], outbox, 'c', contact, people('Ana'))
  expect(entries.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
  expect(entries.at(-1)).toMatchObject({ delivery: { state: 'sending' } })
})
