import { refusal } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

const EMAIL = 'newcomer@example.com'

test('[TEAM-7] an invitation that was taken back opens nothing; only owners and admins of that team take it back', async ({
  db,
}) => {
  const { id, owner, admin, agent, agentElsewhere, contact } = await db.given.personas()
  const newcomer = await db.given.user({ email: EMAIL })
  const token = await db.as(admin).rpc<string>('invite_agent', { workspace_id: id, email: EMAIL, role: 'agent' })
  const invitation = await openInvitation(db, owner, EMAIL)
  const revoke = (who: typeof owner): Promise<unknown> =>
    db.as(who).rpc('revoke_invitation', { invitation_id: invitation.id })
  await expect(revoke(agent)).rejects.toMatchObject(refusal('not_allowed'))
  for (const stranger of [agentElsewhere, contact, newcomer]) {
    await expect(revoke(stranger)).rejects.toMatchObject(refusal('invitation_not_found'))
  }
  await revoke(owner)
  await expect(revoke(owner)).rejects.toMatchObject(refusal('invitation_not_found'))
  await expect(db.as(newcomer).rpc('accept_invitation', { token })).rejects.toMatchObject(
    refusal('invitation_not_found'),
  )
})

test('taking back an invitation that was accepted changes nothing', async ({ db }) => {
  const { id, owner } = await db.given.workspace()
  const newcomer = await db.given.user({ email: 'second@example.com' })
  const token = await db
    .as(owner)
    .rpc<string>('invite_agent', { workspace_id: id, email: 'second@example.com', role: 'agent' })
  const invitation = await openInvitation(db, owner, 'second@example.com')
  await db.as(newcomer).rpc('accept_invitation', { token })
  await db.as(owner).rpc('revoke_invitation', { invitation_id: invitation.id })
  expect(await db.as(owner).select('invitations')).toContainEqual({
    ...invitation,
    accepted_at: expect.any(String),
    accepted_by: newcomer.id,
  })
  expect(await db.as(newcomer).rpc('accept_invitation', { token })).toMatchObject({ user_id: newcomer.id })
})

test('owners and admins rename the workspace', async ({ db }) => {
  const { id, admin, agent, agentElsewhere } = await db.given.personas()
  const rename = (who: typeof admin, name: string | null): Promise<unknown> =>
    db.as(who).rpc('rename_workspace', { workspace_id: id, name })
  expect(await rename(admin, ' Maison Filou ')).toMatchObject({ id, name: 'Maison Filou' })
  await expect(rename(agent, 'x')).rejects.toMatchObject(refusal('not_allowed'))
  await expect(rename(agentElsewhere, 'x')).rejects.toMatchObject(refusal('workspace_not_found'))
  await expect(rename(admin, ' ')).rejects.toMatchObject(refusal('name_invalid'))
  await expect(rename(admin, null)).rejects.toMatchObject(refusal('name_invalid'))
})

async function openInvitation(db: TestDatabase, manager: User, email: string) {
  const rows = await db.as(manager).select<{ id: string; email: string }>('invitations')
  return rows.find((row) => row.email === email) ?? expect.fail('There is no such invitation.')
}
