import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentTokens, contrast, parseHex } from './accent'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const rgb = (colour: string | undefined) => parseHex(colour) ?? expect.fail(`not a colour: ${colour}`)
/** In light and in dark. */
const both = (colour: string | undefined) => {
  const [, light, dark] = /light-dark\((\S+), (\S+)\)/.exec(colour ?? '') ?? [colour, colour, colour]
  return [rgb(light), rgb(dark)] as const
}

test('whatever colour an inbox chooses, text on it and hovered is AA', () => {
  fc.assert(
    fc.property(hex, (chosen) => {
      const tokens = accentTokens(chosen)
      const ink = rgb(tokens?.['--on-accent'])
      for (const shade of [...both(tokens?.['--accent']), ...both(tokens?.['--accent-strong'])])
        expect(contrast(shade, ink)).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2000 },
  )
})

test('text in the accent is AA on light and on dark surfaces', () => {
  fc.assert(
    fc.property(hex, (chosen) => {
      const [light, dark] = both(accentTokens(chosen)?.['--text-accent'])
      expect(contrast(light, rgb('#ffffff'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(dark, rgb('#2a2e37'))).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2000 },
  )
})

test('a button is seen on the dark panel, even of an inbox that chose black', () => {
  const [light, dark] = both(accentTokens('#050505')?.['--accent'])
  expect(contrast(light, rgb('#050505'))).toBe(1)
  expect(contrast(dark, rgb('#16181d'))).toBeGreaterThan(1.8)
})

test('a colour that is legible already stays as it was chosen', () => {
  expect(accentTokens('#1c3fae')?.['--accent']).toBe('#1c3fae')
  expect(accentTokens('#ffd43b')).toMatchObject({ '--accent': '#ffd43b', '--on-accent': '#0f121a' })
})

test('three digits are short for six', () => {
  expect(accentTokens('#0a7')).toEqual(accentTokens('#00aa77'))
})

test('what is no colour changes nothing', () => {
  for (const wrong of [undefined, '', 'red', '#ff', '#ffff', '#fffff', '#12345g', 'url(x)'])
    expect(accentTokens(wrong)).toBeNull()
})
