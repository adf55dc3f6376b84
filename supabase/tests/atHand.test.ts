import { v7 as uuidv7 } from 'uuid'
import type { Tables } from '../../src/lib/database.types.ts'
import { act, refusal } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

test('[NOTE-2] a note calls colleagues, who count it until they look', async ({ db }) => {
  const { agentElsewhere } = await db.given.personas()
  const { id, owner, admin, agent, contact, conversation } = await db.given.openConversation()
  const note = {
    conversation_id: conversation.id,
    id: uuidv7(),
    body: 'Ada, Gus?',
    mentions: [admin.id, agent.id, admin.id, owner.id],
  }
  const heard = await sentDuring(db, () => db.as(owner).rpc('add_note', note))
  expect(heard).toHaveLength(1)
  const called = [admin.id, agent.id, owner.id].toSorted()
  expect(heard[0]).toMatchObject({ event: 'note_created', payload: { mentions: called } })
  const counted = async (who: User): Promise<unknown> =>
    (await db.as(who).rpc<Record<string, number>>('conversation_counts', { workspace_id: id }))['mentioned']
  expect([await counted(admin), await counted(agent), await counted(owner)]).toEqual([1, 1, 0])
  expect(await db.as(owner).rpc('add_note', note)).toMatchObject({ mentions: called }) // again: nothing twice
  await db.as(owner).rpc('add_note', { ...note, id: uuidv7(), mentions: [admin.id] })
  expect(await counted(admin), 'conversations, not notes').toBe(1)
  for (const who of [agentElsewhere, contact]) await act(db, who, 'mark_mentions_seen', conversation.id)
  await act(db, admin, 'mark_mentions_seen', conversation.id)
  expect([await counted(admin), await counted(agent)]).toEqual([0, 1])
  const refused = { ...note, id: uuidv7() }
  await expect(db.as(owner).rpc('add_note', { ...refused, mentions: [agentElsewhere.id] })).rejects.toMatchObject(
    refusal('agent_not_found'),
  )
  await expect(
    db.as(owner).rpc('add_note', { ...refused, mentions: Array.from({ length: 51 }, () => agent.id) }),
  ).rejects.toMatchObject(refusal('too_many_mentions'))
})

test('[CANNED-1] canned responses: shared ones by owners and admins, own ones by anybody', async ({ db }) => {
  const { owner: agentElsewhere } = await db.given.personas()
  const { id, owner, admin, agent } = await db.given.workspace()
  const save = (who: User, more: object = {}): Promise<Tables<'canned_responses'>> =>
    db.as(who).rpc('save_canned_response', {
      workspace_id: id,
      shortcut: ' Retour ',
      title: 'Retour',
      body: 'Bonjour {{contact.name|}}',
      ...more,
    })
  const shared = await save(admin)
  expect(shared).toMatchObject({ shortcut: 'retour', agent_id: null })
  const own = await save(agent, { shared: false }) // the same shortcut, one's own
  await expect(save(owner)).rejects.toMatchObject(refusal('shortcut_taken'))
  await expect(save(agent, { shared: false })).rejects.toMatchObject(refusal('shortcut_taken'))
  await expect(save(agent, { shortcut: 'x' })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(agent, { id: shared.id, shared: false })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(owner, { id: own.id })).rejects.toMatchObject(refusal('canned_response_not_found'))
  for (const shortcut of ['', 'two words', 'a/b', 'x'.repeat(33), null, '\u200b']) {
    await expect(save(admin, { shortcut }), String(shortcut)).rejects.toMatchObject(refusal('shortcut_invalid'))
  }
  await expect(save(admin, { shortcut: 'y', body: ' ' })).rejects.toMatchObject(refusal('message_empty'))
  await expect(save(agentElsewhere)).rejects.toMatchObject(refusal('workspace_not_found'))
  expect(await db.as(agent).select('canned_responses')).toHaveLength(2)
  expect(await db.as(owner).select('canned_responses')).toMatchObject([{ id: shared.id }])
  expect(await save(agent, { id: own.id, shared: false, title: 'Retours' })).toMatchObject({
    id: own.id,
    title: 'Retours',
  })
  const drop = (who: User, one: { id: string }): Promise<unknown> =>
    db.as(who).rpc('delete_canned_response', { id: one.id })
  await expect(drop(owner, own)).rejects.toMatchObject(refusal('canned_response_not_found'))
  await expect(drop(agent, shared)).rejects.toMatchObject(refusal('not_allowed'))
  await drop(agent, own)
  await drop(owner, shared)
  expect(await db.as(agent).select('canned_responses')).toEqual([])
})

test('[DRAFT-1] a draft is its agent’s own, and an older device does not overwrite a newer one', async ({ db }) => {
  const { agentElsewhere } = await db.given.personas()
  const { owner, agent, contact, conversation } = await db.given.openConversation()
  const save = (who: User, body: string | null, more: object = {}): Promise<Tables<'drafts'> | null> =>
    act(db, who, 'save_draft', conversation.id, { kind: 'reply', body, ...more })
  const first = await save(agent, 'Dear')
  const second = await save(agent, 'Dear Emma', { based_on: first?.updated_at })
  expect(second).toMatchObject({ body: 'Dear Emma' })
  expect(await save(agent, 'Dear Bob', { based_on: first?.updated_at }), 'what the other device wrote').toEqual(second)
  expect(await save(agent, '', { based_on: first?.updated_at })).toEqual(second)
  await save(agent, 'A note', { kind: 'note' })
  await save(owner, 'Mine')
  expect(await db.as(agent).select('drafts')).toHaveLength(2)
  expect(await save(agent, ' ', { based_on: second?.updated_at })).toBeNull()
  expect(await db.as(agent).select('drafts')).toMatchObject([{ kind: 'note' }])
  expect(await db.as(owner).select('drafts')).toMatchObject([{ body: 'Mine' }])
  for (const who of [contact, agentElsewhere]) {
    await expect(save(who, 'x')).rejects.toMatchObject(refusal('conversation_not_found'))
    expect(await db.as(who).select('drafts')).toEqual([])
  }
  await expect(save(agent, 'x', { kind: 'poem' })).rejects.toMatchObject(refusal('kind_invalid'))
  await expect(save(agent, 'x'.repeat(10_001))).rejects.toMatchObject(refusal('message_too_long'))
})

test('[PREF-1] preferences are one’s own, checked, and changed one by one', async ({ db }) => {
  const { id, agent, admin } = await db.given.personas()
  const set = (preferences: unknown): Promise<unknown> =>
    db.as(agent).rpc('set_preferences', { workspace_id: id, preferences })
  const standard = { notify: 'all', sound: true, quiet: null, send_with: 'enter', away_after_minutes: null }
  expect(await db.as(agent).rpc('my_preferences', { workspace_id: id })).toEqual(standard)
  const quiet = { from: '22:00', to: '07:30' }
  expect(await set({ quiet, notify: 'mentions' })).toEqual({ ...standard, quiet, notify: 'mentions' })
  expect(await set({ notify: 'none', away_after_minutes: 10 })).toMatchObject({
    quiet,
    notify: 'none',
    away_after_minutes: 10,
  })
  expect(await set({ quiet: null })).toMatchObject({ quiet: null })
  expect(await db.as(admin).rpc('my_preferences', { workspace_id: id })).toEqual(standard)
  for (const wrong of [
    { notify: 'some' },
    { sound: 'yes' },
    { quiet: { from: '24:00', to: '07:00' } },
    { quiet: { from: '22:00' } },
    { quiet: { ...quiet, days: 1 } },
    { send_with: null },
    { away_after_minutes: 0 },
    { away_after_minutes: 1.5 },
    { unknown: 1 },
    [],
    null,
  ]) {
    await expect(set(wrong), JSON.stringify(wrong)).rejects.toMatchObject(refusal('preferences_invalid'))
  }
})

test('[NOTE-3] what the team knows about a contact is one text for all agents, and no contact’s', async ({ db }) => {
  const { agentElsewhere } = await db.given.personas()
  const { owner, agent, contact, contactId } = await db.given.openConversation()
  const save = (who: User, body: string | null): Promise<unknown> =>
    db.as(who).rpc('save_contact_note', { contact_id: contactId, body })
  await save(owner, 'Size 40')
  expect(await save(agent, 'Size 41')).toMatchObject({ body: 'Size 41', agent_id: agent.id })
  expect(await db.as(owner).select('contact_notes', { contact_id: contactId })).toMatchObject([{ body: 'Size 41' }])
  for (const who of [contact, agentElsewhere]) {
    await expect(save(who, 'x')).rejects.toMatchObject(refusal('contact_not_found'))
    expect(await db.as(who).select('contact_notes')).toEqual([])
  }
  await save(agent, ' ')
  expect(await db.as(owner).select('contact_notes', { contact_id: contactId })).toEqual([])
})

test('[TEAM-5] everybody changes their own name and picture, owners and admins others’ and roles', async ({ db }) => {
  const { id, owner, admin, agent, agentElsewhere } = await db.given.personas()
  const update = (who: User, whom: User, changes: unknown): Promise<unknown> =>
    db.as(who).rpc('update_agent', { workspace_id: id, user_id: whom.id, changes })
  expect(await update(agent, agent, { name: ' Gustave ', avatar_url: 'https://example.com/g.png' })).toMatchObject({
    name: 'Gustave',
    avatar_url: 'https://example.com/g.png',
    role: 'agent',
  })
  expect(await update(admin, agent, { avatar_url: null })).toMatchObject({ name: 'Gustave', avatar_url: null })
  for (const [who, whom, changes] of [
    [agent, admin, { name: 'x' }],
    [agent, agent, { role: 'admin' }],
    [admin, owner, { role: 'agent' }],
    [admin, agent, { role: 'owner' }],
  ] as const) {
    await expect(update(who, whom, changes)).rejects.toMatchObject(refusal('not_allowed'))
  }
  expect(await update(admin, agent, { role: 'admin' })).toMatchObject({ role: 'admin' })
  expect(await update(owner, agent, { role: 'owner' })).toMatchObject({ role: 'owner' })
  expect(await update(agent, owner, { role: 'agent' })).toMatchObject({ role: 'agent' })
  await expect(update(agent, agent, { role: 'agent' })).rejects.toMatchObject(refusal('last_owner'))
  await expect(update(agent, agentElsewhere, { name: 'x' })).rejects.toMatchObject(refusal('agent_not_found'))
  await expect(update(agentElsewhere, agent, { name: 'x' })).rejects.toMatchObject(refusal('workspace_not_found'))
  for (const avatar of ['javascript:alert(1)', 'https://', 'https://a b']) {
    await expect(update(agent, agent, { avatar_url: avatar })).rejects.toMatchObject(refusal('avatar_invalid'))
  }
  for (const changes of [{ email: 'x' }, [], null]) {
    await expect(update(agent, agent, changes)).rejects.toMatchObject(refusal('changes_invalid'))
  }
})
