import { v7 as uuidv7 } from 'uuid'
import { refusal } from './support/acts.ts'
import { nobody } from './support/personas.ts'
import { expect, test } from './support/test.ts'

test('[TEAM-1] a workspace is made with the setup code, by who has an account', async ({ db }) => {
  const [setup] = await db.postgres<{ code: string }[]>`select code from private.setup_code`
  const code = setup?.code ?? ''
  expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
  const founder = await db.given.user({ email: 'Founder@Example.com', name: ' Flora\tFounder ' })
  const make = (who: typeof founder, name: string | null, given: string | null): Promise<{ id: string }> =>
    db.as(who).rpc('create_workspace', { name, setup_code: given })
  for (const wrong of ['', null, 'AAAA-AAAA-AAAA-AAAA', `${code}X`, code.slice(0, -1)]) {
    await expect(make(founder, 'Flora’s', wrong)).rejects.toMatchObject(refusal('setup_code_wrong'))
  }
  await expect(make(await db.given.user(), 'x', code)).rejects.toMatchObject(refusal('anonymous_not_allowed'))
  await expect(make(nobody as typeof founder, 'x', code)).rejects.toMatchObject({ code: '42501' })
  for (const name of ['', '  ', null, 'x'.repeat(101), 'two\nlines', 'bell\u0007', '\u200b']) {
    await expect(make(founder, name, code)).rejects.toMatchObject(refusal('name_invalid'))
  }
  const workspace = await make(founder, ' <b>Flora’s</b> ', ` ${code.toLowerCase().replaceAll('-', ' ')} `)
  expect(workspace).toMatchObject({ name: '<b>Flora’s</b>', epoch: 1 })
  expect(await db.as(founder).select('agents')).toMatchObject([
    {
      workspace_id: workspace.id,
      user_id: founder.id,
      role: 'owner',
      name: 'Flora Founder',
      email: 'founder@example.com',
    },
  ])
})

test('owners and admins make inboxes, each with a key of its own', async ({ db }) => {
  const { id, owner, admin, agent, agentElsewhere, contact } = await db.given.personas()
  const make = (who: typeof owner, more = {}): Promise<{ key: string }> =>
    db.as(who).rpc('create_inbox', { workspace_id: id, name: 'Boutique', locale: 'fr', ...more })
  const inboxes = [await make(owner), await make(admin)]
  for (const { key } of inboxes) expect(key).toMatch(/^ibx_[0-9A-Za-z]{22}$/)
  expect(inboxes[0]?.key).not.toBe(inboxes[1]?.key)
  await expect(make(agent)).rejects.toMatchObject(refusal('not_allowed'))
  for (const persona of [agentElsewhere, contact]) {
    await expect(make(persona)).rejects.toMatchObject(refusal('workspace_not_found'))
  }
  await expect(make(owner, { name: ' ' })).rejects.toMatchObject(refusal('name_invalid'))
  await expect(make(owner, { locale: null })).rejects.toMatchObject(refusal('locale_missing'))
  await expect(make(owner, { locale: 'de' })).rejects.toMatchObject({ code: '22P02' })
})

test('[TEAM-2] [ACCESS-5] an invitation works once, for its address, until it is replaced or expires', async ({
  db,
}) => {
  const { id, owner, admin, agent } = await db.given.workspace()
  const newcomer = await db.given.user({ email: 'Marie@Example.com' })
  const other = await db.given.user({ email: 'other@example.com' })
  const invite = (): Promise<string> =>
    db.as(admin).rpc('invite_agent', { workspace_id: id, email: ' marie@EXAMPLE.com ', role: 'agent' })
  const accept = (who: typeof owner, token: string | null): Promise<unknown> =>
    db.as(who).rpc('accept_invitation', { token })
  const gone = refusal('invitation_not_found')

  const [first, second] = [await invite(), await invite()]
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  for (const everything of [
    await db.as(owner).select('invitations'),
    await db.sql`select t.* from private.invitation_tokens t`,
  ]) {
    expect(JSON.stringify(everything)).not.toContain(second)
  }
  for (const token of [first, '', null, 'nonsense', second.toUpperCase()]) {
    await expect(accept(newcomer, token)).rejects.toMatchObject(gone)
  }
  await expect(accept(other, second)).rejects.toMatchObject(refusal('invitation_for_another'))
  await expect(accept(await db.given.user(), second)).rejects.toMatchObject(refusal('anonymous_not_allowed'))
  await db.sql`update public.invitations set expires_at = clock_timestamp() - interval '1 second' where email = 'marie@example.com'`
  await expect(accept(newcomer, second)).rejects.toMatchObject(gone)

  const third = await invite()
  const joined = await accept(newcomer, third)
  expect(joined).toMatchObject({
    workspace_id: id,
    user_id: newcomer.id,
    role: 'agent',
    name: 'Marie',
    email: 'marie@example.com',
  })
  expect(await accept(newcomer, third), 'a second click').toEqual(joined)
  await expect(invite()).rejects.toMatchObject(refusal('already_an_agent'))
  await db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: newcomer.id })
  await expect(accept(newcomer, third), 'an old token brings nobody back').rejects.toMatchObject(gone)
  expect(await accept(newcomer, await invite())).toMatchObject({ removed_at: null })
  expect(await db.as(agent).select('agents', { user_id: newcomer.id })).toHaveLength(1)
})

test('[TEAM-3] who is removed leaves no door open: what they invited, or were invited to, is withdrawn', async ({
  db,
}) => {
  const { id, owner, admin } = await db.given.workspace()
  const accomplice = await db.given.user({ email: `${uuidv7()}@example.com` })
  const colleague = await db.given.user({ email: `${uuidv7()}@example.com` })
  const invite = (who: typeof owner, whom: typeof owner): Promise<string> =>
    db.as(who).rpc('invite_agent', { workspace_id: id, email: whom.email, role: 'admin' })
  const [theirs, ours] = [await invite(admin, accomplice), await invite(owner, colleague)]
  await db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: admin.id })
  const accept = (who: typeof owner, token: string): Promise<unknown> => db.as(who).rpc('accept_invitation', { token })
  await expect(accept(accomplice, theirs)).rejects.toMatchObject(refusal('invitation_not_found'))
  expect(await accept(colleague, ours)).toMatchObject({ removed_at: null })
})

test('[TEAM-8] who loses the right to invite loses the open invitations that go beyond it, for good', async ({
  db,
}) => {
  const { id, owner, admin } = await db.given.workspace()
  const second = await db.given.user({ email: `${uuidv7()}@example.com` })
  const join = async (who: typeof owner, whom: typeof owner, role: string): Promise<unknown> =>
    accept(whom, await invite(who, whom, role))
  const invite = (who: typeof owner, whom: typeof owner, role: string): Promise<string> =>
    db.as(who).rpc('invite_agent', { workspace_id: id, email: whom.email, role })
  const accept = (who: typeof owner, token: string): Promise<unknown> => db.as(who).rpc('accept_invitation', { token })
  const make = (whom: typeof owner, role: string, by = owner): Promise<unknown> =>
    db.as(by).rpc('update_agent', { workspace_id: id, user_id: whom.id, changes: { role } })
  const friend = () => db.given.user({ email: `${uuidv7()}@example.com` })
  const open = () => db.sql`select email from public.invitations where workspace_id = ${id} and accepted_at is null`
  const gone = refusal('invitation_not_found')
  await join(owner, second, 'owner')

  const [first, late, ours, theirs] = [await friend(), await friend(), await friend(), await friend()]
  const joined = await join(admin, first, 'admin')
  const byAdmin = await invite(admin, late, 'admin')
  const byOwner = await invite(owner, ours, 'agent')
  await make(admin, 'agent')
  expect(await open()).toEqual([{ email: ours.email }])
  await expect(accept(late, byAdmin)).rejects.toMatchObject(gone)
  await expect(invite(admin, late, 'agent')).rejects.toMatchObject(refusal('not_allowed'))
  expect(joined, 'who came in time stays').toMatchObject({ role: 'admin', removed_at: null })
  await make(admin, 'admin')
  await expect(accept(late, byAdmin), 'for good').rejects.toMatchObject(gone)
  expect(await accept(ours, byOwner)).toMatchObject({ role: 'agent' })

  const asOwner = [await invite(second, late, 'owner'), await invite(second, theirs, 'admin')] as const
  await make(second, 'owner') // nothing new
  await db.as(second).rpc('update_agent', { workspace_id: id, user_id: second.id, changes: { name: 'Still me' } })
  expect(await open()).toHaveLength(2)
  await make(second, 'admin', second) // by themselves
  await expect(accept(late, asOwner[0])).rejects.toMatchObject(gone)
  expect(await accept(theirs, asOwner[1])).toMatchObject({ role: 'admin' })
})

test('[TEAM-8] accepted in the moment of losing it: in before, or not at all', async ({ db }) => {
  const { id, owner, admin } = await db.given.workspace()
  for (let round = 0; round < 8; round += 1) {
    const friend = await db.given.user({ email: `${uuidv7()}@example.com` })
    const token = await db
      .as(admin)
      .rpc<string>('invite_agent', { workspace_id: id, email: friend.email, role: 'admin' })
    const make = (role: string): Promise<unknown> =>
      db.as(owner).rpc('update_agent', { workspace_id: id, user_id: admin.id, changes: { role } })
    const accept = (): Promise<unknown> => db.as(friend).rpc('accept_invitation', { token })
    const [joined] = await Promise.allSettled([accept(), make('agent')])
    if (joined.status === 'rejected') {
      expect(joined.reason).toMatchObject(refusal('invitation_not_found'))
      await expect(accept()).rejects.toMatchObject(refusal('invitation_not_found'))
    }
    const agents = await db.as(owner).select('agents', { user_id: friend.id })
    expect(agents).toHaveLength(joined.status === 'fulfilled' ? 1 : 0)
    await make('admin')
  }
})

test('[TEAM-3] who may invite whom', async ({ db }) => {
  const { id, owner, admin, agent, agentElsewhere, contact } = await db.given.personas()
  const invite = (
    who: typeof owner,
    role: string | null,
    email: string | null = `${uuidv7()}@example.com`,
  ): Promise<unknown> => db.as(who).rpc('invite_agent', { workspace_id: id, email, role })
  for (const [who, role] of [
    [owner, 'owner'],
    [owner, 'admin'],
    [admin, 'admin'],
    [admin, 'agent'],
  ] as const) {
    expect(await invite(who, role)).toEqual(expect.any(String))
  }
  for (const [who, role] of [
    [admin, 'owner'],
    [agent, 'agent'],
  ] as const) {
    await expect(invite(who, role)).rejects.toMatchObject(refusal('not_allowed'))
  }
  for (const who of [agentElsewhere, contact]) {
    await expect(invite(who, 'agent')).rejects.toMatchObject(refusal('workspace_not_found'))
  }
  for (const email of ['', null, 'nobody', 'a b@c.d', '@x', 'x@', `${'x'.repeat(320)}@example.com`, 'a@b\u0001']) {
    await expect(invite(owner, 'agent', email), String(email)).rejects.toMatchObject(refusal('email_invalid'))
  }
  await expect(invite(owner, null)).rejects.toMatchObject(refusal('role_missing'))
  await expect(invite(owner, 'king')).rejects.toMatchObject({ code: '22P02' })
})

test('[TEAM-3] who may remove whom; one owner stays', async ({ db }) => {
  const { id, owner, admin, agent } = await db.given.workspace()
  const { agentElsewhere } = await db.given.personas()
  const remove = (who: typeof owner, whom: { id: string }): Promise<unknown> =>
    db.as(who).rpc('remove_agent', { workspace_id: id, user_id: whom.id })
  await expect(remove(agent, admin)).rejects.toMatchObject(refusal('not_allowed'))
  await expect(remove(admin, owner)).rejects.toMatchObject(refusal('not_allowed'))
  await expect(remove(owner, owner)).rejects.toMatchObject(refusal('last_owner'))
  await expect(remove(agentElsewhere, agent)).rejects.toMatchObject(refusal('workspace_not_found'))
  for (const stranger of [agentElsewhere, { id: uuidv7() }]) {
    await expect(remove(owner, stranger)).rejects.toMatchObject(refusal('agent_not_found'))
  }
  const removed = await remove(admin, agent)
  expect(removed).toMatchObject({ user_id: agent.id, removed_at: expect.any(String) })
  expect(await remove(owner, agent), 'again').toEqual(removed)
  expect(await db.sql`select epoch from public.workspaces where id = ${id}`).toEqual([{ epoch: 2 }])
  expect(await remove(admin, admin), 'leaving by oneself').toMatchObject({ removed_at: expect.any(String) })
})
