import { AuthApiError, AuthRetryableFetchError } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import { CauserieError } from '@/lib/errors'
import { authErrorWord } from './authErrors'

test.each([
  [new AuthApiError('Invalid login credentials', 400, 'invalid_credentials'), 'credentials'],
  [new AuthApiError('User is banned', 400, 'user_banned'), 'banned'],
  [new AuthApiError('User already registered', 422, 'user_already_exists'), 'taken'],
  [new AuthApiError('Request rate limit reached', 429, 'over_request_rate_limit'), 'busy'],
  [new AuthApiError('Too many requests', 429, undefined), 'busy'],
  [new AuthRetryableFetchError('Failed to fetch', 0), 'network'],
  [new AuthRetryableFetchError('Bad Gateway', 502), 'server'],
  [new AuthApiError('Something new', 418, 'teapot'), 'other'],
  [
    new CauserieError('This is not the setup code.', { trouble: 'refused', code: 'LC403', hint: 'setup_code_wrong' }),
    'setupCodeWrong',
  ],
  ['a string', 'other'],
] as const)('%s is told as %s', (error, word) => {
  expect(authErrorWord(error)).toBe(word)
})
