import { expect, test } from 'vitest'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { SESSION } from '@/testing/fakeStack'
import { createIdentity } from './identity'

const KEY = 'session'

/** A visitor's device; each call of a function is answered by the next of these, or fails on the way. */
function device(answers: Record<string, (object | null | 'lost')[]>, { isKnown = true, asked = [] as unknown[] } = {}) {
  const client = createClientFor('contact', {
    config: { apiUrl: 'http://stack.test', publishableKey: 'sb_publishable_test' },
    storage: memoryStorage(isKnown ? [[KEY, JSON.stringify(SESSION)]] : []),
    storageKey: KEY,
    fetch: async (input, init) => {
      const url = String(input instanceof Request ? input.url : input)
      if (url.includes('/auth/v1/signup')) return Response.json(SESSION)
      const rpc = /\/rpc\/(\w+)/.exec(url)?.[1] ?? ''
      asked.push([rpc, typeof init?.body === 'string' ? JSON.parse(init.body) : null])
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

const update = { id: 2, method: 'update', given: { attributes: { plan: 'pro' } } } as const
const unwritten = { code: 'LC404', hint: 'contact_not_found', message: 'nobody', details: null }
const pro = { ...zoe, attributes: { plan: 'pro' } }
const said = ['update_contact', expect.objectContaining({ attributes: { plan: 'pro' } })]

test('what the page claimed of a stranger is kept with whom a token names then, once', async () => {
  const asked: unknown[] = []
  const stranger = device({ identify: [zoe, zoe], update_contact: ['lost', pro] }, { isKnown: false, asked })
  await expect(stranger.answer(update)).resolves.toEqual({})
  expect(asked).toEqual([])
  await expect(stranger.answer(identify)).resolves.toEqual(pro)
  await expect(stranger.answer(identify)).resolves.toEqual(zoe)
  const named = ['identify', expect.anything()]
  expect(asked).toEqual([named, said, said, named])
})

test('who has a session but has not written is a stranger still', async () => {
  const stranger = device({ identify: [zoe], update_contact: [unwritten, pro] })
  await expect(stranger.answer(update)).resolves.toEqual({})
  expect(stranger.claims()).toEqual(update.given)
  await expect(stranger.answer(identify)).resolves.toEqual(pro)
})

test('claims that are refused leave the visitor named, and a logout forgets them', async () => {
  const refused = { code: 'LC400', hint: 'attributes_invalid', message: 'no', details: null }
  const asked: unknown[] = []
  const stranger = device(
    { identify: [zoe, zoe], update_contact: [refused], logout: [null] },
    { isKnown: false, asked },
  )
  await stranger.answer(update)
  await expect(stranger.answer(identify)).resolves.toEqual(zoe)
  await stranger.answer({ id: 3, method: 'logout', given: {} })
  await stranger.answer(identify)
  expect(asked.filter((call) => JSON.stringify(call).includes('plan'))).toHaveLength(1)
})
