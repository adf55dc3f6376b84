import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createCork } from './cork.ts'

/** Keeps what reaches the system, a call each. */
function recorder(): { stream: Writable; calls: string[] } {
  const calls: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      calls.push(chunk.toString())
      done()
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(''))
      done()
    },
  })
  return { stream, calls }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what is written in one turn of the event loop leaves in one piece, in order, and at once after it', async () => {
  const { stream, calls } = recorder()
  const hold = createCork(stream)
  for (const word of ['a', 'b', 'c']) {
    hold()
    stream.write(word)
  }
  expect(calls).toEqual([])
  await nextTurn()
  expect(calls).toEqual(['abc'])
  hold()
  stream.write('d')
  await nextTurn()
  expect(calls).toEqual(['abc', 'd'])
})

test('a stream that ends meanwhile keeps what was written; one that is destroyed says nothing more', async () => {
  const ended = recorder()
  createCork(ended.stream)()
  ended.stream.write('last')
  ended.stream.end(' words')
  await nextTurn()
  expect(ended.calls.join('')).toBe('last words')

  const destroyed = recorder()
  createCork(destroyed.stream)()
  destroyed.stream.write('never')
  destroyed.stream.destroy()
  await nextTurn()
  expect(destroyed.calls).toEqual([])
})
