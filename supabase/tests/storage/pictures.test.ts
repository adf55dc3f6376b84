import { randomBytes, randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import type { RunningStack } from '../support/stack.ts'
import { begin } from '../support/attachments.ts'
import { expect, test } from './stage.ts'

async function signedIn(stack: RunningStack, { id }: { id: string }): Promise<SupabaseClient> {
  const token = await new SignJWT({ role: 'authenticated', sub: id, aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(stack.keys.jwtSecret))
  return stack.client(stack.keys.publishableKey, { accessToken: async () => token })
}

const webp = (size = 500): Blob => new Blob([randomBytes(size)], { type: 'image/webp' })

test('[TEAM-9] an agent puts a picture into their own place, everybody sees it, and it goes again', async ({
  db,
  stack,
}) => {
  const { id, agent, admin } = await db.given.personas()
  const pictures = (await signedIn(stack, agent)).storage.from('avatars')
  const path = `${id}/${agent.id}/${randomUUID()}.webp`
  const picture = webp()
  expect((await pictures.upload(path, picture)).error).toBeNull()

  const { publicUrl } = pictures.getPublicUrl(path).data
  const seen = await fetch(publicUrl) // with no key and no token
  expect(seen.headers.get('content-type')).toBe('image/webp')
  expect(seen.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await seen.bytes()).toEqual(await picture.bytes())

  const others = (await signedIn(stack, admin)).storage.from('avatars')
  expect((await others.list(`${id}/${agent.id}`)).data).toEqual([])
  expect((await others.remove([path])).data).toEqual([])
  expect((await stack.client().storage.from('avatars').list(`${id}/${agent.id}`)).data).toEqual([])
  expect((await fetch(publicUrl)).status).toBe(200)

  expect((await pictures.update(path, webp())).error).toMatchObject({ statusCode: '403' }) // an address always shows the same
  expect((await pictures.list(`${id}/${agent.id}`)).data).toHaveLength(1)
  expect((await pictures.remove([path])).data).toHaveLength(1)
  expect((await fetch(publicUrl)).status).toBe(400)
})

test('[TEAM-9] nothing else gets there: another place, another person, another thing, too much of it', async ({
  db,
  stack,
}) => {
  const { id, agent, admin, agentElsewhere, contact } = await db.given.personas()
  const upload = async (who: { id: string }, path: string, file = webp()) =>
    (await (await signedIn(stack, who)).storage.from('avatars').upload(path, file)).error
  const own = `${id}/${agent.id}`
  for (const [who, path] of [
    [admin, `${own}/${randomUUID()}.webp`],
    [agentElsewhere, `${id}/${agentElsewhere.id}/${randomUUID()}.webp`],
    [contact, `${id}/${contact.id}/${randomUUID()}.webp`],
    [agent, `${own}/picture.webp`],
    [agent, `${own}/${randomUUID()}.html`],
    [agent, `${own}/x/${randomUUID()}.webp`],
    [agent, `${agent.id}/${randomUUID()}.webp`],
  ] as const)
    expect(await upload(who, path), path).toMatchObject({ statusCode: '403' })
  for (const type of ['image/svg+xml', 'text/html', 'image/gif'])
    expect(await upload(agent, `${own}/${randomUUID()}.webp`, new Blob(['<svg>'], { type })), type).toMatchObject({
      statusCode: '415',
    })
  expect(await upload(agent, `${own}/${randomUUID()}.webp`, webp(262_145))).toMatchObject({ statusCode: '413' })

  const { conversation } = await db.given.openConversation()
  const files = (await signedIn(stack, agent)).storage.from('attachments')
  const page = { name: 'a.pdf', type: 'application/pdf', size: 3 }
  const { id: fileId, path } = await begin(db, agent, conversation.id, page)
  expect((await files.upload(path, new Blob(['pdf'], { type: page.type }))).error).toBeNull()
  await db.as(agent).rpc('finish_attachment', { id: fileId })
  const copied = await files.copy(path, `${own}/${randomUUID()}.webp`, { destinationBucket: 'avatars' })
  expect(copied.error).toMatchObject({ statusCode: '403' })

  for (let n = 0; n < 5; n++) expect(await upload(agent, `${own}/${randomUUID()}.webp`)).toBeNull()
  expect(await upload(agent, `${own}/${randomUUID()}.webp`)).toMatchObject({ statusCode: '403' })
})

test('[TEAM-9] who is no agent any more changes nothing there', async ({ db, stack }) => {
  const { id, owner, admin } = await db.given.workspace()
  const pictures = (await signedIn(stack, admin)).storage.from('avatars')
  const path = `${id}/${admin.id}/${randomUUID()}.webp`
  expect((await pictures.upload(path, webp())).error).toBeNull()
  await db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: admin.id })
  expect((await pictures.upload(`${id}/${admin.id}/${randomUUID()}.webp`, webp())).error).toMatchObject({
    statusCode: '403',
  })
  expect((await pictures.remove([path])).data).toEqual([])
  expect((await fetch(pictures.getPublicUrl(path).data.publicUrl)).status).toBe(200) // it stands beside what they wrote
})
