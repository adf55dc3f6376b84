import { describe, expect, test } from 'vitest'
import { asCauserieError, ask, CauserieError, passes, tell, troubleOf } from './errors'

describe('the kind of trouble', () => {
  test.each([
    [400, 'LC409', 'refused'],
    [401, 'LC401', 'session'],
    [401, 'PGRST301', 'session'],
    [429, '', 'busy'],
    [500, '57014', 'server'],
    [503, 'PGRST000', 'server'],
    [404, 'PGRST202', 'server'],
    [0, '', 'network'],
    [400, '22P02', 'fault'],
  ] as const)('of status %i with code %s is %s', (status, code, trouble) => {
    expect(troubleOf(status, code)).toBe(trouble)
  })

  test('of a fetch that failed is the network, of a bug is ours', () => {
    expect(asCauserieError(new TypeError('Failed to fetch')).trouble).toBe('network')
    expect(asCauserieError(new TypeError('x is undefined')).trouble).toBe('fault')
  })

  test('of a session that is over is the session', () => {
    const gone = Object.assign(new Error('Invalid Refresh Token'), {
      name: 'AuthApiError',
      status: 400,
      code: 'refresh_token_not_found',
    })
    expect(asCauserieError(gone).trouble).toBe('session')
    const unreachable = Object.assign(new Error('fetch failed'), { name: 'AuthRetryableFetchError', status: 0 })
    expect(asCauserieError(unreachable).trouble).toBe('network')
  })

  test('decides whether waiting helps', () => {
    expect(
      (['network', 'server', 'busy', 'session', 'refused', 'fault'] as const).filter((trouble) =>
        passes(new CauserieError('', { trouble })),
      ),
    ).toEqual(['network', 'server', 'busy'])
  })
})

test('an answer is its data; an error is thrown with all that came', async () => {
  await expect(ask<number>(Promise.resolve({ data: 7, error: null, status: 200 }))).resolves.toBe(7)
  await expect(tell(Promise.resolve({ data: null, error: null, status: 204 }))).resolves.toBeNull()
  await expect(ask(Promise.resolve({ data: null, error: null, status: 200 }))).rejects.toMatchObject({
    trouble: 'fault',
  })
  const refused = { data: null, error: { message: 'no', code: 'LC404', hint: 'conversation_not_found' }, status: 404 }
  await expect(ask(Promise.resolve(refused))).rejects.toMatchObject({
    trouble: 'refused',
    code: 'LC404',
    hint: 'conversation_not_found',
    status: 404,
  })
})

test('what is asked for too often waits as long as the server says; without a word it is a refusal', async () => {
  const answer = (details: unknown) => ({
    data: null,
    error: { message: 'no', code: 'LC429', hint: 'too_many_messages', details },
    status: 400,
  })
  await expect(tell(Promise.resolve(answer('{"retry_in": 12}')))).rejects.toMatchObject({
    trouble: 'busy',
    retryInMs: 12_000,
  })
  for (const details of ['{"bits": 13, "challenge": "x"}', 'Key (id)=(1) exists.', null, '7', undefined]) {
    await expect(tell(Promise.resolve(answer(details)))).rejects.toMatchObject({ trouble: 'refused', retryInMs: null })
  }
  await expect(tell(Promise.resolve(answer('{"bits": 13}')))).rejects.toMatchObject({ details: { bits: 13 } })
})
