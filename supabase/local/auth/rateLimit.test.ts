import { expect, test } from 'vitest'
import { RateLimit } from './rateLimit.ts'
import { bannedUntil } from './users.ts'

test('counts each address by itself, in a window that slides', () => {
  let now = 0
  const limit = new RateLimit(2, 1000, () => now)
  limit.take('a')
  now = 600
  limit.take('a')
  expect(() => limit.take('a')).toThrow(expect.objectContaining({ status: 429, code: 'over_request_rate_limit' }))
  limit.take('b')
  now = 1001 // the first is out of the window, the second not yet; the refused one never counted
  limit.take('a')
  expect(() => limit.take('a')).toThrow('Request rate limit reached')
})

test('a ban lasts as long as Go would read it', () => {
  expect(bannedUntil(undefined)).toBeUndefined()
  expect(bannedUntil('none')).toBeNull()
  expect(bannedUntil('1h30m', 0)).toEqual(new Date(5_400_000))
  expect(bannedUntil('24h', 0)).toEqual(new Date(86_400_000))
  for (const nonsense of ['', '1 day', '5', 'h', '1h later']) {
    expect(() => bannedUntil(nonsense)).toThrow('Invalid format for ban duration')
  }
})
