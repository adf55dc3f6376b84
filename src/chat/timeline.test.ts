import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storedMessage as message, storedNote as note } from './testing'
import {
  addPage,
  emptyTimeline,
  hasHole,
  hasOlder,
  hear,
  laterPage,
  merge,
  newestOf,
  newestPage,
  olderPage,
  type Stored,
  type Timeline,
} from './timeline'

const ids = (timeline: Timeline) => timeline.entries.map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

describe('holes', () => {
  test('the next number is none', () => {
    const timeline = hear(addPage(emptyTimeline, newestPage([message(1), message(2)], 50)), [message(3)])
    expect(hasHole(timeline)).toBe(false)
    expect(timeline.covered).toEqual({ low: 0, through: 3 })
  })

  test('a number too far is one, and fetching what came after the last known fills it', () => {
    const before = hear(addPage(emptyTimeline, newestPage([message(1)], 50)), [message(4)])
    expect(hasHole(before)).toBe(true)
    expect(before.covered?.through).toBe(1)
    const after = addPage(before, laterPage([message(2), message(3), message(4)], 50, 1, 4))
    expect(hasHole(after)).toBe(false)
    expect(ids(after)).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  test('one that the server confirms is accepted: no loop', () => {
    const before = hear(addPage(emptyTimeline, newestPage([message(1)], 50)), [], { heardOf: 7 })
    expect(hasHole(before)).toBe(true)
    const after = addPage(before, laterPage([], 50, 1, before.heardOf))
    expect(hasHole(after)).toBe(false)
    expect(after.covered?.through).toBe(7)
  })

  test('one heard of while the answer was under way is not covered by it', () => {
    const asked = hear(addPage(emptyTimeline, newestPage([message(1)], 50)), [message(3)])
    const heardMeanwhile = hear(asked, [message(6)])
    const after = addPage(heardMeanwhile, laterPage([message(2), message(3)], 50, 1, 3))
    expect(hasHole(after)).toBe(true)
    expect(after.covered?.through).toBe(3)
  })

  test('a read cursor takes the next number and leaves none', () => {
    const timeline = hear(addPage(emptyTimeline, newestPage([message(1)], 50)), [], { blank: 2 })
    expect(hasHole(timeline)).toBe(false)
    expect(timeline.covered?.through).toBe(2)
    expect(hasHole(hear(timeline, [], { heardOf: 3 }))).toBe(true)
  })

  test('before the first page there is nothing to miss', () => {
    expect(hasHole(hear(emptyTimeline, [message(9)]))).toBe(false)
  })
})

describe('pages', () => {
  test('a full page says that there is more before it', () => {
    expect(hasOlder(addPage(emptyTimeline, newestPage([message(4), message(5)], 2)))).toBe(true)
    expect(hasOlder(addPage(emptyTimeline, newestPage([message(4), message(5)], 3)))).toBe(false)
  })

  test('the page before it joins', () => {
    const newest = addPage(emptyTimeline, newestPage([message(3), message(4)], 2))
    const both = addPage(newest, olderPage([message(1), message(2)], 3, 3))
    expect(ids(both)).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(hasOlder(both)).toBe(false)
  })

  test('after a long absence the newest page starts anew, and what was before is fetched again on the way up', () => {
    const old = addPage(emptyTimeline, newestPage([message(1), message(2)], 50))
    const anew = addPage(old, newestPage([message(900), message(901)], 2))
    expect(ids(anew)).toEqual(['m900', 'm901'])
    expect(hasOlder(anew)).toBe(true)
  })
})

describe('order', () => {
  test('notes stand among messages by rev', () => {
    const timeline = hear(emptyTimeline, [message(2, 5), note(3), message(1, 1), note(7)])
    expect(ids(timeline)).toEqual(['m1', 'n3', 'm2', 'n7'])
  })

  test('a message that is deleted later keeps its place', () => {
    const timeline = hear(emptyTimeline, [message(1, 1), note(2), message(2, 3), note(4)])
    const deleted = hear(timeline, [message(1, 9, { body: null, deleted_at: '2026-03-02T11:00:00+00:00' })])
    expect(deleted.entries.findIndex(({ id }) => id === 'm1')).toBeLessThan(
      deleted.entries.findIndex(({ id }) => id === 'm2'),
    )
    expect(deleted.entries.find(({ id }) => id === 'm1')).toMatchObject({ body: null })
  })

  test('a late copy never undoes a deletion, on either side', () => {
    const gone = { body: null, deleted_at: '2026-03-02T11:00:00+00:00' }
    expect(hear(hear(emptyTimeline, [message(1, 4, gone)]), [message(1, 1)]).entries).toMatchObject([gone])
    expect(hear(hear(emptyTimeline, [message(1, 1, gone)]), [message(1, 1)]).entries).toMatchObject([gone])
  })
})

/** A server with a history; some revs belong to nothing that a timeline shows. */
const histories = fc
  .array(fc.constantFrom('message', 'note', 'nothing'), { minLength: 1, maxLength: 60 })
  .map((kinds) => {
    let seq = 0
    return kinds.flatMap((kind, i): Stored[] => {
      if (kind === 'message') return [message((seq += 1), i + 1)]
      return kind === 'note' ? [note(i + 1)] : []
    })
  })

describe('whatever the network does', () => {
  test('dropped, repeated and reordered events with catch-ups in between end in the whole timeline, each once, in order', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.nat(), { maxLength: 120 }),
        fc.integer({ min: 1, max: 7 }),
        (history, arrivals, max) => {
          if (history.length === 0) return
          const last = history.at(-1)?.number ?? 0
          const after = (number: number) => history.filter((entry) => entry.number > number).slice(0, max)
          let timeline = addPage(emptyTimeline, newestPage(history.slice(0, max), max + 1))
          for (const arrival of arrivals) {
            const entry = history[arrival % history.length]
            if (entry)
              timeline = arrival % 5 === 0 ? hear(timeline, [], { heardOf: entry.number }) : hear(timeline, [entry])
            if (arrival % 3 === 0 && hasHole(timeline)) timeline = catchUpOnce(timeline)
          }
          timeline = hear(timeline, [], { heardOf: last })
          let rounds = 0
          for (; hasHole(timeline); rounds += 1) {
            expect(rounds).toBeLessThan(200)
            timeline = catchUpOnce(timeline)
          }
          expect(ids(timeline)).toEqual(history.map(({ id }) => id))

          function catchUpOnce(known: Timeline): Timeline {
            const through = known.covered?.through ?? 0
            return addPage(known, laterPage(after(through), max, through, known.heardOf))
          }
        },
      ),
    )
  })

  test('merging is idempotent, and the order of two that touch does not matter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        (middle, before, after) => {
          const a = addPage(emptyTimeline, {
            entries: range(middle - before, middle)
              .filter((n) => n > 0)
              .map((n) => message(n)),
            low: Math.max(0, middle - before - 1),
            through: middle,
          })
          const b = addPage(emptyTimeline, {
            entries: range(middle, middle + after).map((n) => message(n)),
            low: middle - 1,
            through: middle + after,
          })
          expect(merge(a, b)).toEqual(merge(b, a))
          expect(merge(merge(a, b), b)).toEqual(merge(a, b))
        },
      ),
    )
  })

  test('whatever comes in which portions, and was changed before or after: the order is the same', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(), { maxLength: 8 }), fc.array(fc.nat()), (history, changes, portions) => {
        const last = history.at(-1)?.number ?? 0
        const changed = history.map((entry, i) => {
          const change = changes.findIndex((place) => place % history.length === i)
          return entry.type === 'message' && change >= 0 ? message(entry.seq, last + 1 + change) : entry
        })
        const whole = hear(emptyTimeline, changed)
        let timeline = emptyTimeline
        const rest = [...changed]
        for (const portion of portions) {
          const from = rest.length === 0 ? 0 : portion % rest.length
          timeline = hear(timeline, rest.splice(from, 1 + (portion % 5)))
        }
        expect(hear(timeline, rest).entries).toEqual(whole.entries)
      }),
    )
  })

  test('ten thousand messages merge in a moment', () => {
    const all = addPage(
      emptyTimeline,
      newestPage(
        range(1, 10_000).map((n) => message(n)),
        20_000,
      ),
    )
    const started = performance.now()
    const more = hear(all, [message(10_001)])
    expect(performance.now() - started).toBeLessThan(100)
    expect(more.entries).toHaveLength(10_001)
  })
})

test('what is cut from the beginning comes back with the pages before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.nat({ max: 29 }), { maxLength: 5 }),
      (count, max, edited) => {
        const edits = [...new Set(edited)].filter((index) => index < count)
        const stored = range(1, count).map((seq) => {
          const edit = edits.indexOf(seq - 1)
          return message(seq, edit < 0 ? seq : count + 1 + edit)
        })
        const whole = addPage(emptyTimeline, newestPage(stored, Infinity))
        const cut = newestOf(whole, max)
        expect(cut.entries).toHaveLength(Math.min(max, count))
        expect(hasOlder(cut)).toBe(count > max)
        expect(hasHole(cut)).toBe(false)
        if (!cut.covered || !hasOlder(cut)) return
        const before = cut.covered.low + 1
        const older = stored.filter(({ number }) => number < before)
        expect(addPage(cut, olderPage(older, Infinity, before)).entries).toEqual(whole.entries)
      },
    ),
  )
})
