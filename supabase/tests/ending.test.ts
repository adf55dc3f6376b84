import type { Json } from './support/rpc.ts'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { expect, test } from './support/test.ts'

type Seen = Record<string, Json>

test('[CONV-8] a contact ends their conversation: the turn that waited ends unanswered, both sides hear it once', async ({
  db,
}) => {
  const { contact, otherContact, owner, agentElsewhere, conversation } = Object.assign(
    await db.given.personas(),
    await db.given.openConversation(),
  )
  const end = (): Promise<Seen> => act<Seen>(db, contact, 'end_conversation', conversation.id)
  const sent = await sentDuring(db, async () =>
    expect(await end()).toMatchObject({ status: 'closed', rating: null, may_rate: true }),
  )
  expect(summary(sent)).toEqual(['workspace event_created', 'contact conversation_changed'])
  expect(sent[0]?.payload).toMatchObject({ kind: 'closed', actor: 'contact', conversation: { status: 'closed' } })
  expect(sent[1]?.payload).toMatchObject({ id: conversation.id, status: 'closed', may_rate: true })
  expect(await db.sql`select outcome from public.turns where conversation_id = ${conversation.id}`).toMatchObject([
    { outcome: 'closed_by_contact' },
  ])
  expect(
    await db.sql`select closed_by, closed_by_agent_id from public.episodes where conversation_id = ${conversation.id}`,
  ).toMatchObject([{ closed_by: 'contact', closed_by_agent_id: null }])
  expect(await sentDuring(db, end)).toEqual([])
  await expect(act(db, owner, 'end_conversation', conversation.id)).rejects.toMatchObject(refusal('not_allowed'))
  for (const persona of [otherContact, agentElsewhere]) {
    await expect(act(db, persona, 'end_conversation', conversation.id)).rejects.toMatchObject(
      refusal('conversation_not_found'),
    )
  }
  expect(await db.sql`select * from reporting.rebuild()`).toMatchObject([
    { episodes_mended: '0', turns_mended: '0' },
    {},
  ])
})

test('[RATE-1] an episode is rated once, when it is closed', async ({ db }) => {
  const { agent, contact, conversation, contactId, inboxId, id } = await db.given.openConversation()
  const rate = (score: unknown, comment?: string): Promise<Seen> =>
    act<Seen>(db, contact, 'rate_conversation', conversation.id, { score, comment })
  await expect(rate(5)).rejects.toMatchObject(refusal('conversation_open'))
  await send(db, agent, conversation.id, 'Here you are.')
  await act(db, agent, 'close_conversation', conversation.id)
  for (const score of [0, 6, null]) await expect(rate(score)).rejects.toMatchObject(refusal('score_invalid'))
  await expect(rate(5, 'x'.repeat(2001))).rejects.toMatchObject(refusal('comment_too_long'))

  const sent = await sentDuring(db, async () =>
    expect(await rate(5, 'Merci !')).toMatchObject({ rating: { score: 5, comment: 'Merci !' }, may_rate: false }),
  )
  expect(summary(sent)).toEqual(['workspace event_created', 'contact conversation_changed'])
  expect(sent[0]?.payload).toMatchObject({ kind: 'rated', actor: 'contact', data: { score: 5, comment: 'Merci !' } })
  expect(await db.as(agent).select('ratings')).toMatchObject([
    {
      conversation_id: conversation.id,
      episode: 1,
      workspace_id: id,
      inbox_id: inboxId,
      contact_id: contactId,
      agent_id: agent.id, // nobody was assigned; they replied
      score: 5,
      comment: 'Merci !',
    },
  ])
  expect(await sentDuring(db, () => rate(5, 'Merci !'))).toEqual([])
  await expect(rate(1, 'Merci !')).rejects.toMatchObject(refusal('already_rated'))

  await send(db, contact, conversation.id, 'One more thing')
  expect(await act(db, contact, 'end_conversation', conversation.id)).toMatchObject({ rating: null, may_rate: true })
  expect(await rate(2, ' ')).toMatchObject({ rating: { score: 2, comment: null } })
  expect(await db.as(agent).select('ratings')).toHaveLength(2)
})

test('[RATE-1] ratings are the contact’s own, and only where the inbox asks', async ({ db }) => {
  const { owner, agent, contact, otherContact, conversation, inboxId } = Object.assign(
    await db.given.personas(),
    await db.given.openConversation(),
  )
  await act(db, agent, 'close_conversation', conversation.id)
  const rate = { score: 3 }
  await expect(act(db, agent, 'rate_conversation', conversation.id, rate)).rejects.toMatchObject(refusal('not_allowed'))
  await expect(act(db, otherContact, 'rate_conversation', conversation.id, rate)).rejects.toMatchObject(
    refusal('conversation_not_found'),
  )
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { ask_rating: false } })
  await expect(act(db, contact, 'rate_conversation', conversation.id, rate)).rejects.toMatchObject(
    refusal('not_allowed'),
  )
  expect(await act(db, contact, 'end_conversation', conversation.id)).toMatchObject({ may_rate: false })
})
