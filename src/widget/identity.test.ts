import { expect, test } from 'vitest'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { SESSION } from '@/testing/fakeStack'
import { createIdentity } from './identity'

const KEY = 'session'

/** A visitor's device; each call of a function is answered by the next of these, or fails on the way. */
function device(answers: Record<string, (object | null | 'lost')[]>) {
  const client = createClientFor('contact', {
    config: { apiUrl: 'http://stack.test', publishableKey: 'sb_publishable_test' },
    storage: memoryStorage([[KEY, JSON.stringify(SESSION)]]),
    storageKey: KEY,
    fetch: async (input) => {
      const rpc = /\/rpc\/(\w+)/.exec(String(input instanceof Request ? input.url : input))?.[1] ?? ''
      const answer = answers[rpc]?.shift()
      if (answer === undefined || answer === 'lost') throw new TypeError('Failed to fetch')
      return Response.json(answer, { status: answer !== null && 'code' in answer ? 400 : 200 })
    },
  })
  return createIdentity({ client, inboxKey: 'ibx_0000000000000000000000', storage: memoryStorage() })
}

const replayed = { code: 'LC409', hint: 'token_replayed', message: 'used', details: null }
const zoe = { id: 'c1', name: 'Zoé', email: null, verified: true, attributes: {} }
const identify = { id: 1, method: 'identify', given: { token: 'a.b.c' } } as const

test('a token for one use whose answer was lost on the way is no stranger’s', async () => {
  await expect(device({ identify: ['lost', replayed], my_contact: [zoe] }).answer(identify)).resolves.toMatchObject(zoe)
})

test('a token that somebody else has used names nobody', async () => {
  const refused = { hint: 'token_replayed' }
  await expect(device({ identify: [replayed], my_contact: [zoe] }).answer(identify)).rejects.toMatchObject(refused)
  for (const known of [null, { ...zoe, verified: false }]) {
    const lost = device({ identify: ['lost', replayed], my_contact: [known] })
    await expect(lost.answer(identify)).rejects.toMatchObject(refused)
  }
})
