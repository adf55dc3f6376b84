import { refusal, send, type Conversation } from './support/acts.ts'
import { expect, test } from './support/test.ts'

test('[SEARCH-1] finds by message, name and address, whatever the accents, capitals and signs', async ({ db }) => {
  const workspace = await db.given.workspace()
  const order = await db.given.openConversation({ workspace, body: 'Où est ma commande CMD-4821 ? L’été finit !' })
  const other = await db.given.openConversation({ workspace, body: '100% cotton_shirt \\ or linen?' })
  await db.sql`update public.contacts set name = 'Hélène Müller', email = 'h.muller@exemple.fr' where id = ${other.contactId}`
  const find = async (query: string | null, more = {}): Promise<string[]> =>
    (
      await db
        .as(workspace.agent)
        .rpc<Conversation[]>('search_conversations', { workspace_id: workspace.id, query, ...more })
    ).map(({ id }) => (id === order.conversation.id ? 'order' : 'other'))
  for (const query of ['4821', 'CMD-4821', 'cmd 4821', 'OU EST', 'comm', 'ete finit', 'l’été', 'finit 48']) {
    expect(await find(query), query).toEqual(['order'])
  }
  for (const query of ['helene', 'MÜLL', 'muller@exemple', 'ène mü', 'cotton', '100%', 'cotton_shirt']) {
    expect(await find(query), query).toEqual(['other'])
  }
  for (const query of ['4821 cotton', 'ommande', '%', '_', '\\', "'; drop table", '!&|', ':*', '', ' ', null]) {
    expect(await find(query), String(query)).toEqual([])
  }
  await send(db, workspace.agent, order.conversation.id, 'Cotton, you say?')
  expect(await find('cotton'), 'newest first').toEqual(['order', 'other'])
  expect(await find('cotton', { max: 1 })).toEqual(['order'])
  await db.as(workspace.agent).rpc('close_conversation', { conversation_id: order.conversation.id })
  expect(await find('cotton', { status: 'closed' })).toEqual(['order'])
  expect(await find('cotton', { status: 'open' })).toEqual(['other'])
  expect(await find('helene', { status: 'closed' })).toEqual([])
})

test('[ACCESS-4] searches one’s own workspace only', async ({ db }) => {
  const { id, elsewhere, agent, agentElsewhere, contact } = await db.given.personas()
  await db.given.openConversation({ body: 'unmistakable' })
  const search = (who: typeof agent, workspaceId: string): Promise<unknown> =>
    db.as(who).rpc('search_conversations', { workspace_id: workspaceId, query: 'unmistakable' })
  expect(await search(agent, id)).toHaveLength(1)
  expect(await search(agentElsewhere, elsewhere.id)).toEqual([])
  for (const persona of [agentElsewhere, contact]) {
    await expect(search(persona, id)).rejects.toMatchObject(refusal('workspace_not_found'))
  }
})
