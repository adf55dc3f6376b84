import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, type Block } from './blocks'
import { inlinesOf, type Inline } from './inline'
import { plainOf } from './plain'

/** A line as one could write it down: what is marked stands between brackets. */
function shown(line: string): string {
  const show = (pieces: Inline[]): string =>
    pieces
      .map((piece) => {
        switch (piece.type) {
          case 'text':
            return piece.text
          case 'code':
            return `<code ${piece.text}>`
          case 'link':
            return `<${piece.href} ${piece.text}>`
          default:
            return `<${piece.type} ${show(piece.children)}>`
        }
      })
      .join('')
  return show(inlinesOf(line))
}

test.each([
  ['**bold** and *italic* and _italic_', '<strong bold> and <em italic> and <em italic>'],
  ['***both***', '<strong <em both>>'],
  ['**bold with *italic* in it**', '<strong bold with <em italic> in it>'],
  ['(**really**), *yes*!', '(<strong really>), <em yes>!'],
  ['“**quoted**”', '“<strong quoted>”'],
  ['把**这个**删掉', '把<strong 这个>删掉'],
  ['run `npm ci` then ``a ` b``', 'run <code npm ci> then <code a ` b>'],
  ['`**not bold**`', '<code **not bold**>'],
  ['**see https://example.com/a_b_c**', '<strong see <https://example.com/a_b_c https://example.com/a_b_c>>'],
  [
    '[our help](https://example.com/help_(1)) or aide@exemple.fr',
    '<https://example.com/help_(1) our help> or <mailto:aide@exemple.fr aide@exemple.fr>',
  ],
])('marks: %s', (line, expected) => {
  expect(shown(line)).toBe(expected)
})

test.each([
  '5 * 3 * 2',
  '5*3*2 = 30',
  'snake_case_name and __init__ and _private_name',
  '2*x + 3*y',
  'f(*args, **kwargs)',
  '10* and 20*',
  '** spaced **',
  '****',
  '* one star',
  '¯\\_(ツ)_/¯',
  'C:\\_old\\_new',
  'a ` b',
  '[brackets] (and more)',
  '[x](javascript:alert(1))',
  '[x](data:text/html,hi)',
  '<b>html</b>',
])('plain text stays plain: %s', (line) => {
  expect(shown(line)).toBe(line)
})

test('words that are an address themselves lead nowhere else', () => {
  expect(shown('[https://bank.example](https://evil.example)')).toContain('https://bank.example')
  expect(shown('[bank.example](https://evil.example)')).toBe(
    '[bank.example](<https://evil.example/ https://evil.example>)',
  )
})

const kinds = (body: string) => blocksOf(body).map(({ type }) => type)

test('lists, blocks of code and text', () => {
  expect(blocksOf('Two things:\n- one\n- *two*\n  and more\n\nThanks')).toEqual([
    { type: 'text', lines: [[{ type: 'text', text: 'Two things:' }]] },
    {
      type: 'list',
      start: null,
      items: [
        [[{ type: 'text', text: 'one' }]],
        [[{ type: 'em', children: [{ type: 'text', text: 'two' }] }], [{ type: 'text', text: 'and more' }]],
      ],
    },
    { type: 'text', lines: [[{ type: 'text', text: 'Thanks' }]] },
  ])
  expect(blocksOf('3. three\n4. four')).toMatchObject([{ type: 'list', start: 3, items: [{}, {}] }])
  expect(blocksOf('```js\nlet *a* = 1\n\n```\nafter')).toMatchObject([
    { type: 'code', text: 'let *a* = 1\n' },
    { type: 'text' },
  ])
})

test('what is no list and no code stays lines of text', () => {
  expect(kinds('- just a dash')).toEqual(['text'])
  expect(kinds('2026. What a year')).toEqual(['text'])
  expect(kinds('1. one\n3. three')).toEqual(['text'])
  expect(kinds('```\nnever ended')).toEqual(['text'])
  expect(blocksOf('one\n\n  two')).toMatchObject([{ lines: [[{ text: 'one' }], [], [{ text: '  two' }]] }])
})

test('a preview holds the words in one line', () => {
  expect(plainOf('**Hi**, see [this](https://example.com):\n- `a`\n- b\n```\nc\n```')).toBe('Hi, see this: a b c')
})

function links(pieces: Inline[]): string[] {
  return pieces.flatMap((piece) =>
    piece.type === 'link' ? [piece.href] : 'children' in piece ? links(piece.children) : [],
  )
}

const linesOf = (block: Block): Inline[][] =>
  block.type === 'text' ? block.lines : block.type === 'list' ? block.items.flat() : []

const MARKS = [
  '*',
  '**',
  '_',
  '`',
  '```',
  '\n',
  '\n```\n',
  '- ',
  '1. ',
  '[',
  ']',
  '(',
  '](',
  ')',
  'https://',
  'www.',
  'javascript:',
  'data:',
  '@',
  '.',
  ' ',
  'a',
  'é',
  '字',
  '😀',
  '<',
  '>',
  '\\',
]
const scrawl = fc.array(fc.oneof(fc.constantFrom(...MARKS), fc.string({ unit: 'grapheme', maxLength: 4 })), {
  maxLength: 300,
})

test('whatever is written: nothing throws, nothing is made up, every link is web or mail', () => {
  fc.assert(
    fc.property(scrawl, (pieces) => {
      const body = pieces.join('')
      const blocks = blocksOf(body)
      for (const href of blocks.flatMap(linesOf).flatMap(links)) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
      const kept = blocks.map((block) => (block.type === 'code' ? block.text : linesOf(block).map(written).join('')))
      expect(isWithin(kept.join('').replaceAll(/\s/g, ''), body)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

/** Every character of the one stands in the other, in the same order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0
  for (const character of part) {
    at = whole.indexOf(character, at) + character.length
    if (at < character.length) return false
  }
  return true
}

function written(pieces: Inline[]): string {
  return pieces.map((piece) => ('children' in piece ? written(piece.children) : piece.text)).join('')
}

test('without marks a text is drawn as it was written', () => {
  const words = fc.array(fc.constantFrom('a', 'B2', 'é', '字', '5 * 3', 'x_y_z', '.', ' ', '😀', '&lt;', '"'), {
    minLength: 1,
  })
  fc.assert(
    fc.property(words, (pieces) => {
      const body = pieces.join('').trim()
      expect(blocksOf(body).flatMap(linesOf).map(written).join('\n')).toBe(body)
    }),
  )
})

test('10,000 characters of any nesting are read in less than 10 ms', () => {
  const units = fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 6 })
  for (const [unit] of fc.sample(units, 300).map((unit) => [unit.join('')] as const)) blocksOf(unit) // warm
  const fill = (unit: string) => unit.repeat(Math.ceil(10_000 / unit.length)).slice(0, 10_000)
  // The best of some tries, in time of the processor: a busy machine is not the parser's fault.
  const quickest = (body: string) => {
    let best = Infinity
    for (let tries = 0; tries < 20 && best > 10; tries += 1) {
      const before = process.cpuUsage()
      blocksOf(body)
      const { user, system } = process.cpuUsage(before)
      best = Math.min(best, (user + system) / 1_000)
    }
    return best
  }
  fc.assert(
    fc.property(units, (unit) => {
      expect(quickest(fill(unit.join('')))).toBeLessThan(10)
    }),
    { numRuns: 200 },
  )
}, 60_000)
