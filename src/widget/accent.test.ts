import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentTokens, contrast, parseHex } from './accent'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const rgb = (colour: string | undefined) => parseHex(colour) ?? expect.fail(`not a colour: ${colour}`)

test('whatever colour an inbox chooses, text on it and hovered is AA', () => {
  fc.assert(
    fc.property(hex, (chosen) => {
      const tokens = accentTokens(chosen)
      const ink = rgb(tokens?.['--on-accent'])
      expect(contrast(rgb(tokens?.['--accent']), ink)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(tokens?.['--accent-strong']), ink)).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2000 },
  )
})

test('text in the accent is AA on light and on dark surfaces', () => {
  fc.assert(
    fc.property(hex, (chosen) => {
      const [, light, dark] = /light-dark\((\S+), (\S+)\)/.exec(accentTokens(chosen)?.['--text-accent'] ?? '') ?? []
      expect(contrast(rgb(light), rgb('#ffffff'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(dark), rgb('#2a2e37'))).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2000 },
  )
})

test('a colour that is legible already stays as it was chosen', () => {
  expect(accentTokens('#1c3fae')?.['--accent']).toBe('#1c3fae')
  expect(accentTokens('#ffd43b')).toMatchObject({ '--accent': '#ffd43b', '--on-accent': '#0f121a' })
})

test('what is no colour changes nothing', () => {
  for (const wrong of [undefined, '', 'red', '#fff', '#12345g', 'url(x)']) expect(accentTokens(wrong)).toBeNull()
})
