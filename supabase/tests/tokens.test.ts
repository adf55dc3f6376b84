import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { ROOT } from '../local/places.ts'
import { refusal } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { expect, onTestFinished, test as base, vi } from './support/test.ts'
import { base64url, now, signParts, signToken } from './support/tokens.ts'

interface Shop {
  inboxKey: string
  secret: string
  device: User
  /** Inboxes of the same workspace, and of another, each with its secret. */
  others: { inboxKey: string; secret: string }[]
  identify: (token: unknown) => Promise<unknown>
}

const test = base.extend<{ $file: { shop: Shop } }>({
  shop: [
    async ({ db }, use) => {
      const workspace = await db.given.workspace()
      const elsewhere = await db.given.workspace({ name: 'Elsewhere' })
      const second = await db
        .as(workspace.owner)
        .rpc<{ id: string; key: string }>('create_inbox', { workspace_id: workspace.id, name: 'Two', locale: 'en' })
      const secretOf = async (owner: User, inboxId: string): Promise<string> =>
        (await db.as(owner).rpc<{ secret: string }>('create_identity_secret', { inbox_id: inboxId })).secret
      const device = await db.given.user()
      await use({
        inboxKey: workspace.inboxKey,
        secret: await secretOf(workspace.owner, workspace.inboxId),
        device,
        others: [
          { inboxKey: second.key, secret: await secretOf(workspace.owner, second.id) },
          { inboxKey: elsewhere.inboxKey, secret: await secretOf(elsewhere.owner, elsewhere.inboxId) },
        ],
        identify: (token) => db.as(device).rpc('identify', { inbox_key: workspace.inboxKey, token }),
      })
    },
    { scope: 'file' },
  ],
})

/** Refused with this word; nobody is named, nothing is stored or told, and the answer holds nothing of the inside. */
async function refused(db: TestDatabase, shop: Shop, token: unknown, word: string, label = word): Promise<void> {
  const count = async (): Promise<unknown> =>
    db.sql`select (select count(*) from public.contacts) as contacts, (select count(*) from public.contact_sessions) as sessions,
      (select count(*) from public.contact_identities) as identities, (select count(*) from private.used_tokens) as used`
  const before = await count()
  const sent = await sentDuring(db, async () => {
    const error = await shop.identify(token).then(
      () => expect.unreachable(label),
      (thrown: { hint: string; code: string; message: string; detail?: string }) => thrown,
    )
    expect(error, label).toMatchObject(refusal(word))
    expect(error.detail ?? '', label).toBe('')
    expect(error.message, label).not.toContain(shop.secret)
    expect(error.message, label).not.toContain('user-1')
  })
  expect(sent, label).toEqual([])
  expect(await count(), label).toEqual(before)
  expect(await db.as(shop.device).rpc('my_contact', { inbox_key: shop.inboxKey }), label).toBeNull()
}

const claims = (shop: Shop, more: object = {}): Record<string, unknown> => ({
  aud: shop.inboxKey,
  sub: 'user-1',
  ...more,
})

test('[TOKEN-1] forged: another key, another payload, another signature', async ({ db, shop }) => {
  const good = signToken(shop.secret, claims(shop))
  const [header = '', , signature = ''] = good.split('.')
  const stolen = `${header}.${base64url(JSON.stringify({ ...claims(shop), sub: 'admin', exp: now() + 60 }))}.${signature}`
  await refused(db, shop, stolen, 'token_signature')
  await refused(db, shop, signToken('a secret of my own', claims(shop)), 'token_signature')
  await refused(db, shop, signToken('', claims(shop)), 'token_signature')
  await refused(db, shop, signToken(shop.secret.slice(0, -1), claims(shop)), 'token_signature')
  await refused(db, shop, good.slice(0, -1), 'token_signature', 'cut')
  await refused(db, shop, `${good}A`, 'token_signature', 'longer')
  await refused(db, shop, `${header}.${good.split('.')[1]}.`, 'token_signature', 'no signature')
  // The last character of a signature holds bits that a lax decoder drops: a second spelling is not the signature.
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(good.slice(-1))
  const twin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[last ^ 1] ?? ''
  await refused(db, shop, good.slice(0, -1) + twin, 'token_signature', 'twin')
})

test('[TOKEN-2] only HS256, whatever the token says', async ({ db, shop }) => {
  for (const alg of [
    'none',
    'None',
    'NONE',
    '',
    'HS384',
    'HS512',
    'RS256',
    'hs256',
    7,
    null,
    ['HS256'],
    { a: 'HS256' },
  ]) {
    const token = signToken(shop.secret, claims(shop), { alg, typ: 'JWT' })
    await refused(db, shop, token, 'token_algorithm', JSON.stringify(alg))
    await refused(db, shop, `${token.split('.').slice(0, 2).join('.')}.`, 'token_algorithm', JSON.stringify(alg))
  }
  await refused(db, shop, signToken(shop.secret, claims(shop), { typ: 'JWT' }), 'token_algorithm')
  const signed = `${base64url('{"alg":"HS512"}')}.${base64url(JSON.stringify({ ...claims(shop), exp: now() + 60 }))}`
  const hs512 = `${signed}.${createHmac('sha512', shop.secret).update(signed).digest('base64url')}`
  await refused(db, shop, hs512, 'token_algorithm')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rs256 = `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  await refused(db, shop, rs256, 'token_algorithm')
})

test('[TOKEN-3] of another inbox or realm', async ({ db, shop }) => {
  for (const other of shop.others) {
    await refused(db, shop, signToken(other.secret, claims(shop, { aud: other.inboxKey })), 'token_signature')
    await refused(db, shop, signToken(other.secret, claims(shop)), 'token_signature')
    await refused(db, shop, signToken(shop.secret, claims(shop, { aud: other.inboxKey })), 'token_audience')
  }
  for (const aud of [null, 7, '', [shop.inboxKey], shop.inboxKey.toLowerCase(), ` ${shop.inboxKey}`]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, { aud })), 'token_audience', JSON.stringify(aud))
  }
  const { aud: _, ...without } = claims(shop)
  await refused(db, shop, signToken(shop.secret, without), 'token_audience')
})

test('[TOKEN-4] expired, too long a life, not yet good', async ({ db, shop }) => {
  for (const exp of [now() - 6, now() - 86_400, 0, -1, -1e30]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, { exp })), 'token_expired', String(exp))
  }
  for (const exp of [now() + 3_700, now() + 1e9, 1e30, String(now() + 60), null, true, [now() + 60]]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, { exp })), 'token_lifetime', String(exp))
  }
  await refused(db, shop, signParts(shop.secret, '{"alg":"HS256"}', JSON.stringify(claims(shop))), 'token_lifetime')
  for (const early of [{ nbf: now() + 90 }, { iat: now() + 90 }, { nbf: 'now' }, { iat: null }]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, early)), 'token_lifetime', JSON.stringify(early))
  }
})

test('[TOKEN-5] a subject is a text of 1 to 200 characters', async ({ db, shop }) => {
  for (const sub of ['', ' ', '\u200b', 'x'.repeat(201), 'a\u0007', 42, null, true, ['user-1'], { id: 1 }]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, { sub })), 'token_subject', JSON.stringify(sub))
  }
  const { sub: _, ...without } = claims(shop)
  await refused(db, shop, signToken(shop.secret, without), 'token_subject')
})

test('[TOKEN-6] malformed: no JWT, huge, doubled segments, doubled names, other types', async ({ db, shop }) => {
  const good = signToken(shop.secret, claims(shop))
  const [header = '', payload = '', signature = ''] = good.split('.')
  const broken: unknown[] = [
    null,
    '',
    '.',
    '..',
    'a.b',
    'a.b.c',
    `${good}.`,
    `${good}.${signature}`,
    `${header}.${good}`,
    `${header}.${payload}.${payload}.${signature}`,
    ` ${good}`,
    `${good}\n`,
    `${header}=.${payload}.${signature}`,
    `${header}.${payload}.${signature}!`,
    `Bearer ${good}`,
    signToken(shop.secret, claims(shop, { padding: 'x'.repeat(4096) })),
    'A'.repeat(1_000_000),
    signToken(shop.secret, claims(shop), { alg: 'HS256', crit: ['exp'] }),
  ]
  for (const token of broken) await refused(db, shop, token, 'token_malformed', String(token).slice(0, 60))
  const text = JSON.stringify({ ...claims(shop), exp: now() + 60 })
  for (const [head, body] of [
    ['{"alg":"none","alg":"HS256"}', text],
    ['[]', text],
    ['"HS256"', text],
    ['null', text],
    ['{', text],
    ['{"alg":"HS256"}', text.replace('{', '{"sub":"admin",')],
    ['{"alg":"HS256"}', '[]'],
    ['{"alg":"HS256"}', 'null'],
    ['{"alg":"HS256"}', `${text}{}`],
    ['{"alg":"HS256"}', '['.repeat(2_000)],
    ['{"alg":"HS256"}', text.replace('user-1', '\\u0000')],
    ['{"alg":"HS256"}', text.replace('user-1', '\\ud800')],
  ] as const) {
    await refused(db, shop, signParts(shop.secret, head, body), 'token_malformed', `${head} ${body.slice(0, 60)}`)
  }
  for (const odd of [
    { name: 7 },
    { name: {} },
    { email: ['a@b.example'] },
    { email: true },
    { jti: 7 },
    { jti: '' },
    { jti: null },
    { jti: 'x'.repeat(201) },
  ]) {
    await refused(db, shop, signToken(shop.secret, claims(shop, odd)), 'token_malformed', JSON.stringify(odd))
  }
  const latin = Buffer.concat([Buffer.from('{"alg":"HS256","x":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
  await refused(db, shop, `${latin.toString('base64url')}.${payload}.${signature}`, 'token_malformed')
})

test('[TOKEN-6] whatever is thrown at it, a token that nobody signed names nobody', async ({ shop }) => {
  const good = signToken(shop.secret, claims(shop))
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000')),
        fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
        fc.json().map((json) => `${good.split('.')[0]}.${base64url(json)}.${good.split('.')[2]}`),
        fc.nat(good.length - 1).map((at) => `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`),
      ),
      async (token) => {
        const error = await shop.identify(token).then(
          () => null,
          (thrown: { code: string }) => thrown,
        )
        expect(error?.code, token).toMatch(/^LC4\d\d$/)
      },
    ),
    { numRuns: 200 },
  )
})

test('[TOKEN-7] a token with a jti is good once, one without until it expires', async ({ db, shop }) => {
  const other = await db.given.user()
  const identify = (who: User, token: string): Promise<unknown> =>
    db.as(who).rpc('identify', { inbox_key: shop.inboxKey, token })
  const device = await db.given.user()
  const once = signToken(shop.secret, claims(shop, { jti: 'a-1' }))
  expect(await identify(device, once)).toMatchObject({ verified: true })
  for (const who of [device, other]) await expect(identify(who, once)).rejects.toMatchObject(refusal('token_replayed'))
  const again = signToken(shop.secret, claims(shop, { jti: 'a-1', exp: now() + 200 }))
  await expect(identify(other, again)).rejects.toMatchObject(refusal('token_replayed'))
  await identify(other, signToken(shop.secret, claims(shop, { jti: 'a-2' })))

  await db.sql`update private.used_tokens set expires_at = now() - interval '2 minutes'`
  await identify(other, signToken(shop.secret, claims(shop, { jti: 'a-3' })))
  expect(await db.sql`select from private.used_tokens`).toHaveLength(1) // what has expired is forgotten

  const two = await Promise.allSettled(
    [device, other].map((who) => identify(who, signToken(shop.secret, claims(shop, { jti: 'a-4' })))),
  )
  expect(two.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const many = signToken(shop.secret, claims(shop))
  await identify(device, many)
  await identify(other, many)
})

test('[TOKEN-8] what a JWT library signs is read: spaces, signs of all scripts, up to an hour, a clock that is off', async ({
  db,
  shop,
}) => {
  const identify = async (more: object): Promise<unknown> =>
    db.as(await db.given.user()).rpc('identify', {
      inbox_key: shop.inboxKey,
      token: signToken(shop.secret, claims(shop, more)),
    })
  expect(await identify({ sub: 'ü🙂 ' + 'x'.repeat(190), name: '李小龍 🐉', email: 'a+b@exämple.com' })).toMatchObject({
    name: '李小龍 🐉',
    email: 'a+b@exämple.com',
  })
  expect(await identify({ exp: now() + 3_600, iat: now() + 30, nbf: now() + 30 })).toMatchObject({ verified: true })
  expect(await identify({ exp: now() + 60.5 })).toMatchObject({ verified: true })
  expect(await identify({ exp: now() - 2, name: null, email: 'no address', iss: 'x', plan: [] })).toMatchObject({
    email: null,
  })
  expect(await identify({ name: 'x'.repeat(300) })).toMatchObject({ name: 'x'.repeat(100) })
})

test('[TOKEN-8] the guide’s own code signs tokens that are read', async ({ db, shop }) => {
  const guide = readFileSync(join(ROOT, 'docs/identity.md'), 'utf8')
  const code = /```js\n([^`]*import \{ createHmac[\s\S]*?)```/.exec(guide)?.[1] ?? ''
  const { causerieToken } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    causerieToken: (user: object) => string
  }
  vi.stubEnv('CAUSERIE_INBOX_KEY', shop.inboxKey)
  vi.stubEnv('CAUSERIE_SECRET', shop.secret)
  onTestFinished(() => void vi.unstubAllEnvs())
  const token = causerieToken({ id: 17, name: 'Zoé', email: 'zoe@example.com' })
  expect(await db.as(await db.given.user()).rpc('identify', { inbox_key: shop.inboxKey, token })).toMatchObject({
    name: 'Zoé',
    email: 'zoe@example.com',
    verified: true,
  })
})
