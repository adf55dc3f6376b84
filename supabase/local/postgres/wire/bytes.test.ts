import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createInbox, readError, readRow } from './inbox.ts'
import { Outbox } from './outbox.ts'

const values = fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 3_000 })), { maxLength: 12 })

/** As Postgres frames a row; the client writes its parameters in the same way. */
function rowOf(outbox: Outbox, columns: readonly (string | null)[]): Buffer {
  outbox.begin('D').int16(columns.length)
  for (const column of columns) outbox.value(column)
  return outbox.end().take()
}

test('what is written is read again, however its bytes are cut on the way', () => {
  fc.assert(
    fc.property(
      fc.array(values, { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 700 })),
      (rows, sizes) => {
        const outbox = new Outbox()
        const bytes = Buffer.concat(rows.map((row) => rowOf(outbox, row)))
        const heard: unknown[] = []
        const take = createInbox((type, buffer, start, end) => {
          const row = readRow(buffer, start)
          heard.push([type, row, end - start])
        })
        for (let at = 0; at < bytes.length;) {
          const size = sizes.next().value ?? 1
          take(bytes.subarray(at, at + size))
          at += size
        }
        const lengths = rows.map((row) => 2 + row.reduce((sum, text) => sum + 4 + Buffer.byteLength(text ?? ''), 0))
        // A surrogate without its other half has no UTF-8.
        const whole = rows.map((row) => row.map((text) => text?.toWellFormed() ?? null))
        expect(heard).toEqual(whole.map((row, i) => ['D', row, lengths[i]]))
      },
    ),
  )
})

test('what was taken stays as it was while more is written', () => {
  const outbox = new Outbox()
  const first = rowOf(outbox, ['a'.repeat(500)])
  const copy = Buffer.from(first)
  for (let i = 0; i < 40; i++) rowOf(outbox, ['b'.repeat(1_000)])
  expect(first).toEqual(copy)
})

test('a refusal has its code, its message and what else was said', () => {
  const body = Buffer.from('SERROR\0VERROR\0CLC429\0Mtoo fast\0Hwait\0\0')
  expect(readError(body, 0, body.length)).toMatchObject({
    code: 'LC429',
    message: 'too fast',
    hint: 'wait',
    detail: undefined,
  })
})
