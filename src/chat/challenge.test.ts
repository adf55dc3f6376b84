import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { solve } from './challenge'

test('a solution hashes to as many zeros as were asked for', async () => {
  for (const bits of [1, 8, 11]) {
    const solution = await solve({ challenge: `${bits}.1.abc`, bits })
    expect(solution).toMatch(new RegExp(`^${bits}\\.1\\.abc:\\d+$`))
    const hash = createHash('sha256')
      .update(solution ?? '')
      .digest()
    expect(hash.readUInt32BE(0) >>> (32 - bits)).toBe(0)
  }
})

test('what is no challenge, or too much of one, is left alone', async () => {
  for (const details of [
    {},
    { challenge: 'x' },
    { challenge: 7, bits: 3 },
    { challenge: 'x', bits: 21 },
    { challenge: 'x', bits: 0 },
  ]) {
    expect(await solve(details)).toBeNull()
  }
})
