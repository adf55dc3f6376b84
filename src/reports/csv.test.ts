import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from './csv'

test('commas, quotes and line breaks are quoted, lines end in CRLF, and a byte order mark says UTF-8', () => {
  expect(
    csvOf([
      ['Nom', 'Durée'],
      ['Étienne, "Titi"', 12.5],
      ['a\nb', null],
    ]),
  ).toBe('\ufeffNom,Durée\r\n"Étienne, ""Titi""",12.5\r\n"a\nb",\r\n')
})

test.each(['=1+1', '+33 6', '-2', '@SUM(A1)', ' =1', '\t=1', '＝1+1', '\rx'])('%j is no formula', (text) => {
  expect(readCsv(csvOf([[text]]))).toEqual([[`'${text}`]])
})

test('numbers keep their sign: they are ours', () => {
  expect(csvOf([[-2, 0.25]])).toBe('\ufeff-2,0.25\r\n')
})

test('whatever the texts, what is read again is what was written, and nothing begins as a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 })), (rows) => {
      const read = readCsv(csvOf(rows))
      expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length))
      read.forEach((row, y) =>
        row.forEach((field, x) => {
          expect(field).not.toMatch(/^[=+\-@\t\r\n]/)
          expect([rows[y]?.[x], `'${rows[y]?.[x]}`]).toContain(field)
        }),
      )
    }),
  )
})

/** RFC 4180, read by hand: the other side of what is tested. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let [row, field, quoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 1; at < text.length; at++) {
    const sign = text.charAt(at)
    if (quoted) {
      if (sign !== '"') field += sign
      else if (text.charAt(at + 1) === '"') field += text.charAt(at++)
      else quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === ',') {
      row.push(field)
      field = ''
    } else if (sign === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, field])
      ;[row, field] = [[], '']
      at++
    } else field += sign
  }
  return rows
}
