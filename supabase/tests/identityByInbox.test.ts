import { refusal, send } from './support/acts.ts'
import { age, site, start } from './support/site.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

test('[IDENTITY-7] an inbox for verified people only: others may not write', async ({ db }) => {
  const shop = await site(db)
  const before = await db.given.openConversation({ workspace: shop })
  await db.as(shop.owner).rpc('update_inbox', { inbox_id: shop.inboxId, changes: { verified_only: true } })
  const device = await db.given.user()
  await expect(start(db, device, shop)).rejects.toMatchObject(refusal('verified_only'))
  await expect(send(db, before.contact, before.conversation.id)).rejects.toMatchObject(refusal('verified_only'))
  await shop.identify(device, 'user-1')
  const { id } = await start(db, device, shop)
  await send(db, device, id)
  await send(db, shop.agent, before.conversation.id)
  await age(db, device, '7 days')
  await expect(start(db, device, shop)).rejects.toMatchObject(refusal('verified_only'))
  const [{ count }] = await db.sql<[{ count: number }]>`
    select count(*)::integer from public.contacts where inbox_id = ${shop.inboxId}`
  expect(count).toBe(2) // a refusal leaves nothing behind
})

test('[IDENTITY-9] secrets are shown once, to owners and admins; two live side by side', async ({ db }) => {
  const shop = await site(db)
  const device = await db.given.user()
  const { id, secret } = await db
    .as(shop.admin)
    .rpc<{ id: string; secret: string }>('create_identity_secret', { inbox_id: shop.inboxId })
  expect(secret).toMatch(/^cis_[0-9A-Za-z]{44}$/)
  await expect(db.as(shop.admin).rpc('create_identity_secret', { inbox_id: shop.inboxId })).rejects.toMatchObject(
    refusal('secrets_full'),
  )
  const identify = (key: string): Promise<unknown> =>
    db.as(device).rpc('identify', {
      inbox_key: shop.inboxKey,
      token: signToken(key, { aud: shop.inboxKey, sub: 'user-1' }),
    })
  await identify(shop.secret)
  expect(await db.as(shop.owner).rpc('identity_secrets', { inbox_id: shop.inboxId })).toEqual([
    {
      id: expect.any(String),
      hint: shop.secret.slice(-4),
      created_at: expect.any(String),
      last_used_at: expect.any(String),
    },
    { id, hint: secret.slice(-4), created_at: expect.any(String), last_used_at: null },
  ])
  await identify(secret)
  await db.as(shop.owner).rpc('revoke_identity_secret', { id })
  await expect(identify(secret)).rejects.toMatchObject(refusal('token_signature'))
  await identify(shop.secret)

  const { agentElsewhere } = await db.given.personas()
  for (const [persona, word] of [
    [shop.agent, 'not_allowed'],
    [agentElsewhere, 'inbox_not_found'],
    [device, 'inbox_not_found'],
  ] as const) {
    for (const name of ['create_identity_secret', 'identity_secrets']) {
      await expect(db.as(persona).rpc(name, { inbox_id: shop.inboxId }), name).rejects.toMatchObject(refusal(word))
    }
  }
  for (const persona of [agentElsewhere, device]) {
    await expect(db.as(persona).rpc('revoke_identity_secret', { id })).rejects.toMatchObject(
      refusal('secret_not_found'),
    )
  }
})
