import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createGateway } from './gateway.ts'
import { createVerifier, mintToken } from './tokens.ts'

const SECRET = 'a-secret-of-at-least-thirty-two-characters'
const NOW_MS = 1_800_000_000_000
const EXP = NOW_MS / 1000 + 60
const verify = createVerifier(SECRET)

const sign = (
  claims: Record<string, unknown>,
  { alg = 'HS256', secret = SECRET, kid = undefined as string | undefined } = {},
) => new SignJWT(claims).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(new TextEncoder().encode(secret))

test('[RT-JWT-1] HS256, HS384 and HS512 with the secret; aud, iss and sub do not matter', async () => {
  for (const alg of ['HS256', 'HS384', 'HS512']) {
    const token = await sign({ role: 'authenticated', exp: EXP, aud: 'x', iss: 'y' }, { alg, secret: SECRET.repeat(2) })
    const verdict = await createVerifier(SECRET.repeat(2))(token, NOW_MS)
    expect(verdict).toMatchObject({ ok: true, claims: { role: 'authenticated', exp: EXP, aud: 'x' } })
  }
  const token = await sign({ role: 'anon', exp: EXP + 0.4, iat: 1.5 })
  expect(await verify(` ${encodeURIComponent(token)}\n`, NOW_MS)).toMatchObject({
    ok: true,
    claims: { exp: EXP, iat: 2 },
  })
})

test('[RT-JWT-2] each refusal has its words', async () => {
  const good = await sign({ role: 'anon', exp: EXP })
  const cases: [string, string, string][] = [
    ['', 'MalformedJWT', 'The token provided is not a valid JWT'],
    ['a.b', 'MalformedJWT', 'The token provided is not a valid JWT'],
    ['a.b.c', 'MalformedJWT', 'The token provided is not a valid JWT'],
    ['%E0%A4%A', 'MalformedJWT', 'The token provided is not a valid JWT'],
    [await sign({ role: 'anon', exp: 'soon' }), 'MalformedJWT', 'The token provided is not a valid JWT'],
    [await sign({ role: 'anon', exp: EXP, iat: 'now' }), 'MalformedJWT', 'The token provided is not a valid JWT'],
    [await sign({ role: 'anon' }), 'InvalidJWTToken', 'Fields `role` and `exp` are required in JWT'],
    [await sign({ exp: EXP }), 'InvalidJWTToken', 'Fields `role` and `exp` are required in JWT'],
    [await sign({ role: 'anon', exp: NOW_MS / 1000 - 3 }), 'InvalidJWTToken', 'Token has expired 3 seconds ago'],
    [await sign({ role: 'anon', exp: NOW_MS / 1000 }), 'InvalidJWTToken', 'Token has expired 0 seconds ago'],
    [good.slice(0, -4) + 'AAAA', 'JwtSignatureError', 'Failed to validate JWT signature'],
    [
      await sign({ role: 'anon', exp: EXP }, { secret: `${SECRET}!` }),
      'JwtSignatureError',
      'Failed to validate JWT signature',
    ],
  ]
  for (const [token, code, text] of cases) {
    expect(await verify(token, NOW_MS)).toEqual({ ok: false, trouble: { code, text } })
  }
  expect(await verify(good, NOW_MS)).toMatchObject({ ok: true })
})

test('[RT-JWT-3] an unsigned or an asymmetric token is refused, whatever it says', async () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const payload = part({ role: 'service_role', exp: EXP })
  for (const header of [{ alg: 'none' }, { alg: 'ES256' }, { alg: 'RS256', kid: 'K' }]) {
    expect(await verify(`${part(header)}.${payload}.AAAA`, NOW_MS)).toMatchObject({
      ok: false,
      trouble: { code: 'JwtSignerError' },
    })
  }
  expect(await verify(`${part({ alg: 'RS256', kid: 'K' })}.${payload}.AAAA`, NOW_MS)).toMatchObject({
    trouble: {
      text: 'Failed to generate JWT signer for key ID (kid) "K", check your JWT secret or JWKS configuration',
    },
  })
})

test('[RT-JWT-4] asymmetric keys count under their own kid; so does a second secret', async () => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const other = await generateKeyPair('ES256', { extractable: true })
  const oct = { kty: 'oct', kid: 'next', k: Buffer.from('the secret after the secret of today').toString('base64url') }
  const withKeys = createVerifier(SECRET, {
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'K', alg: 'ES256' }, oct],
  })
  const signed = (kid: string, key: Parameters<SignJWT['sign']>[0], alg = 'ES256') =>
    new SignJWT({ role: 'authenticated' }).setProtectedHeader({ alg, kid }).setExpirationTime(EXP).sign(key)
  const next = Buffer.from(oct.k, 'base64url')

  expect(await withKeys(await signed('K', pair.privateKey), NOW_MS)).toMatchObject({ ok: true })
  expect(await withKeys(await signed('next', next, 'HS256'), NOW_MS)).toMatchObject({ ok: true })
  expect(await withKeys(await signed('any', Buffer.from(SECRET), 'HS256'), NOW_MS)).toMatchObject({ ok: true })

  const trouble = async (token: string) => {
    const verdict = await withKeys(token, NOW_MS)
    return verdict.ok ? null : verdict.trouble.code
  }
  expect(await trouble(await signed('L', pair.privateKey))).toBe('JwtSignerError')
  expect(await trouble(await signed('K', other.privateKey))).toBe('JwtSignatureError')
  expect(await trouble(await signed('any', next, 'HS256'))).toBe('JwtSignatureError')
  // The public key is no secret: signed with its text as if it were one, a token is nobody's.
  const publicText = Buffer.from(JSON.stringify(await exportJWK(pair.publicKey)))
  expect(await trouble(await signed('K', publicText, 'HS256'))).toBe('JwtSignatureError')
})

test('[RT-KEY-1] the gateway puts a JWT in the place of an opaque key, and passes the rest', async () => {
  const gateway = await createGateway({
    jwtSecret: SECRET,
    publishableKey: 'sb_publishable_a',
    secretKey: 'sb_secret_b',
  })
  const roleOf = async (key: string): Promise<unknown> => {
    const verdict = await verify(gateway.translate(key), Date.now())
    return verdict.ok ? verdict.claims.role : verdict.trouble.code
  }
  expect(await roleOf('sb_publishable_a')).toBe('anon')
  expect(await roleOf('sb_secret_b')).toBe('service_role')
  expect(await roleOf('sb_secret_wrong')).toBe('MalformedJWT')
  const legacy = await mintToken('anon', SECRET, Date.now())
  expect(gateway.translate(legacy)).toBe(legacy)
})

test('[RT-KEY-2] over HTTP a user’s token wins over the key; an opaque bearer does not count', async () => {
  const gateway = await createGateway({
    jwtSecret: SECRET,
    publishableKey: 'sb_publishable_a',
    secretKey: 'sb_secret_b',
  })
  const tokenOf = (headers: Record<string, string>): string | null => gateway.tokenOf(new Headers(headers))
  expect(tokenOf({ authorization: 'Bearer user.jwt.x', apikey: 'sb_publishable_a' })).toBe('user.jwt.x')
  expect(tokenOf({ authorization: 'Bearer sb_publishable_a', apikey: 'sb_secret_b' })).toBe(
    gateway.translate('sb_secret_b'),
  )
  expect(tokenOf({ authorization: 'Bearer sb_publishable_a' })).toBe(gateway.translate('sb_publishable_a'))
  expect(tokenOf({})).toBeNull()
})
