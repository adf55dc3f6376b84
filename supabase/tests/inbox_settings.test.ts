import { v7 as uuidv7 } from 'uuid'
import { attachments } from '../../src/i18n/en/attachments.ts'
import { chat } from '../../src/i18n/en/chat.ts'
import { errors } from '../../src/i18n/en/errors.ts'
import { widget } from '../../src/i18n/en/widget.ts'
import { act, refusal } from './support/acts.ts'
import { nobody } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

type Settings = Record<string, Json>

const FORM = [
  { key: 'name', type: 'text', required: false, label: { fr: 'Votre nom', en: 'Your name' } },
  { key: 'email', type: 'email', required: true },
  { key: 'topic', type: 'choice', required: true, options: ['Sales', 'Support'] },
]

test('[INBOX-1] owners and admins set what is given, and the rest stays', async ({ db }) => {
  const { admin, agent, agentElsewhere, contact, inboxId } = await db.given.personas()
  const before = (await db.as(admin).select('inboxes', { id: inboxId }))[0]
  const changes = {
    name: '  Filou ',
    locale: 'fr',
    texts: { fr: { greeting: 'Bonjour', strings: { 'chat.send': 'Envoyer !' } }, en: { welcome: 'Hello' } },
    theme: { accent: '#00664f', side: 'left', offset: 24, hidden: false },
    form: FORM,
    email: 'hello@shop.example',
    allowed_origins: ['https://shop.example', 'https://*.shop.example:8443'],
    verified_only: true,
    ask_rating: false,
    attachment_types: ['image/png', 'image/*'],
    attachment_max_bytes: 0,
    assignment: 'round_robin',
    reassign_when_away: false,
    auto_close_days: 7,
    retention_days: 365,
  }
  expect(await db.as(admin).rpc('update_inbox', { inbox_id: inboxId, changes })).toEqual({
    ...before,
    ...changes,
    name: 'Filou',
  })
  expect(
    await db.as(admin).rpc('update_inbox', { inbox_id: inboxId, changes: { auto_close_days: null, email: null } }),
  ).toMatchObject({ auto_close_days: null, email: null, retention_days: 365, verified_only: true })

  const change = { inbox_id: inboxId, changes: { name: 'Mine' } }
  await expect(db.as(agent).rpc('update_inbox', change)).rejects.toMatchObject(refusal('not_allowed'))
  for (const persona of [agentElsewhere, contact]) {
    await expect(db.as(persona).rpc('update_inbox', change)).rejects.toMatchObject(refusal('inbox_not_found'))
  }
})

test('[INBOX-1] each setting is checked, and none is changed when one is wrong', async ({ db }) => {
  const { owner, inboxId } = await db.given.workspace()
  const before = (await db.as(owner).select('inboxes', { id: inboxId }))[0]
  const wrong: Settings[] = [
    { key: 'ibx_mine' },
    { workspace_id: uuidv7() },
    { locale: 'de' },
    { locale: null },
    { texts: 'Hello' },
    { texts: { de: {} } },
    { texts: { strings: {} } },
    { texts: { fr: { greeting: 7 } } },
    { texts: { fr: { greeting: 'a\u0007' } } },
    { texts: { fr: { strings: { 'a b': 'x' } } } },
    { texts: { fr: { strings: { a: 'x'.repeat(1001) } } } },
    { theme: [] },
    { theme: { accent: 'url(javascript:1)' } },
    { theme: { accent: 7, nested: {} } },
    { form: {} },
    { form: [{ key: 'Name', type: 'text', required: true }] },
    { form: [{ key: 'name', type: 'file', required: true }] },
    { form: [{ key: 'name', type: 'text' }] },
    { form: [{ key: 'topic', type: 'choice', required: true }] },
    { form: [{ key: 'topic', type: 'choice', required: true, options: [' '] }] },
    { form: [0, 1].map(() => ({ key: 'name', type: 'text', required: false })) },
    { form: Array.from({ length: 21 }, (_, at) => ({ key: `k${at}`, type: 'text', required: false })) },
    { email: 'nobody' },
    { allowed_origins: ['https://shop.example/path'] },
    { allowed_origins: ['javascript://x'] },
    { allowed_origins: 'https://shop.example' },
    { verified_only: 'yes' },
    { ask_rating: null },
    { attachment_types: ['png'] },
    { attachment_max_bytes: 52_428_801 },
    { attachment_max_bytes: 1.5 },
    { assignment: 'random' },
    { auto_close_days: 0 },
    { retention_days: 99_999 },
  ]
  for (const changes of wrong) {
    const call = db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { ask_rating: false, ...changes } })
    await expect(call, JSON.stringify(changes)).rejects.toMatchObject({
      ...refusal('setting_invalid'),
      detail: expect.stringContaining(Object.keys(changes).at(-1) ?? ''),
    })
  }
  for (const changes of [null, {}, [], 'x']) {
    const call = db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes })
    await expect(call).rejects.toMatchObject(refusal('setting_invalid'))
  }
  const call = db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { name: ' ' } })
  await expect(call).rejects.toMatchObject(refusal('name_invalid'))
  expect((await db.as(owner).select('inboxes', { id: inboxId }))[0]).toEqual(before)
})

test('[INBOX-3] a text of the widget holds the placeholders of ours, no more and no less; nothing is changed else', async ({
  db,
}) => {
  const { owner, inboxId } = await db.given.workspace()
  const update = (strings: Json, language = 'fr') =>
    db.as(owner).rpc('update_inbox', {
      inbox_id: inboxId,
      changes: { ask_rating: false, texts: { greeting: '{hello}', [language]: { greeting: '{0}', strings } } },
    })
  await update({
    'chat.typingTwo': '{2}, {1}',
    'chat.newMessages': '{1} !',
    'chat.newMessages.one': 'Un seul',
    'chat.send': ' ',
    'chat.typing': ' ', // says ours
    'errors.hints.blocked': 'Non.',
    'some.later.word': 'x',
  })
  const before = (await db.as(owner).select('inboxes', { id: inboxId }))[0]
  const refused = async (strings: Json, word: string, string: string, placeholder: string) => {
    const error = await update(strings, 'en').catch((thrown: { detail: string }) => thrown)
    expect(error).toMatchObject(refusal(word))
    expect(JSON.parse((error as { detail: string }).detail)).toEqual({ language: 'en', string, placeholder })
  }
  await refused({ 'chat.typing': 'writes' }, 'placeholder_missing', 'chat.typing', '{1}')
  await refused({ 'chat.typingTwo': '{1} and {1}' }, 'placeholder_missing', 'chat.typingTwo', '{2}')
  await refused({ 'chat.typing': '{1} {name}' }, 'placeholder_unknown', 'chat.typing', '{name}')
  await refused({ 'chat.send': 'Send {1}' }, 'placeholder_unknown', 'chat.send', '{1}')
  await refused({ 'chat.newMessages.one': '{2}' }, 'placeholder_unknown', 'chat.newMessages.one', '{2}')
  expect((await db.as(owner).select('inboxes', { id: inboxId }))[0]).toEqual(before)
})

test('the database knows how many placeholders each word of the widget has', async ({ db }) => {
  const counted = placesOf({ attachments, chat, errors, widget })
  const told = await db.sql<{ key: string; places: number }[]>`
    select key, private.places_of(key) as places from unnest(${Object.keys(counted)}::text[]) key`
  expect(Object.values(counted).filter((places) => places > 0).length).toBeGreaterThan(30)
  expect(Object.fromEntries(told.map(({ key, places }) => [key, places]))).toEqual(counted)
})

function placesOf(words: object, path = ''): Record<string, number> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, word]: [string, unknown]) => {
      if (typeof word === 'object' && word !== null) return Object.entries(placesOf(word, `${path}${name}.`))
      return [[path + name, typeof word === 'function' ? word.length : 0]]
    }),
  )
}

test('[INBOX-2] the widget gets texts in its language, and in the inbox’s own what is written in that only', async ({
  db,
}) => {
  const { owner, inboxId, inboxKey } = await db.given.workspace({ locale: 'fr' })
  const texts = {
    away: 'zzz',
    fr: { greeting: 'Bonjour', welcome: 'Bienvenue', strings: { 'chat.send': 'Envoyer' } },
    en: { greeting: 'Hello', strings: { 'chat.send': 'Go' } },
  }
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { texts } })
  const look = async (locale?: string): Promise<Json | undefined> =>
    (await db.as(nobody).rpc<Record<string, Json>>('get_inbox', { inbox_key: inboxKey, locale }))['texts']
  const french = {
    away: 'zzz',
    greeting: 'Bonjour',
    welcome: 'Bienvenue',
    strings: { 'chat.send': 'Envoyer' },
  }
  const english = { away: 'zzz', greeting: 'Hello', welcome: 'Bienvenue', strings: { 'chat.send': 'Go' } }
  for (const locale of [undefined, 'fr', 'FR-ca', 'de', '', '💥']) expect(await look(locale)).toEqual(french)
  for (const locale of ['en', 'en-GB', 'EN_us']) expect(await look(locale)).toEqual(english)

  for (const [context, greeting] of [
    [{ locale: 'en-GB' }, 'Hello'],
    [{ locale: 'en-GB', language: 'fr' }, 'Bonjour'],
    [{}, 'Bonjour'],
  ] as const) {
    const started = await db
      .as(await db.given.user())
      .rpc('start_conversation', { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'Hi', context })
    expect(started).toMatchObject({ messages: [{ kind: 'greeting', body: greeting }, {}] })
  }
})

test('the widget gets the form, files that may be sent, opening hours', async ({ db }) => {
  const { owner, inboxId, inboxKey } = await db.given.workspace()
  const changes = { form: FORM, attachment_types: ['image/png'], attachment_max_bytes: 1000, email: 'a@b.example' }
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes })
  const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }])
  await db.as(owner).rpc('set_calendar', { inbox_id: inboxId, time_zone: 'Europe/Paris', week, exceptions: [] })
  expect(await db.as(nobody).rpc('get_inbox', { inbox_key: inboxKey, locale: 'en' })).toMatchObject({
    form: FORM,
    email: 'a@b.example',
    allowed_origins: [],
    verified_only: false,
    ask_rating: true,
    attachments: { types: ['image/png'], max_bytes: 1000 },
    calendar: { time_zone: 'Europe/Paris', week, exceptions: [] },
  })
})

test('[PERF-1] the expected reply is one stretch of an index', async ({ db }) => {
  const { inboxId, agent, ...workspace } = await db.given.workspace()
  const { conversation } = await db.given.openConversation({ workspace: { inboxId, agent, ...workspace } })
  await act(db, agent, 'send_message', conversation.id, { id: uuidv7(), body: 'Hi' })
  await db.sql`
    insert into public.turns (conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id)
    select conversation_id, 1, n + 1, workspace_id, inbox_id, outcome, ended_at - interval '1 day' * n, ended_at - interval '1 day' * n, replier_id
    from public.turns, generate_series(1, 5000) n where conversation_id = ${conversation.id}`
  await db.sql`analyze public.turns`
  const plan = await db.sql<{ 'QUERY PLAN': string }[]>`
    explain select t.seconds from public.turns t
    where t.inbox_id = ${inboxId} and t.outcome = 'replied' and t.turn = 1 and t.ended_at > clock_timestamp() - interval '14 days'
    order by t.ended_at desc limit 500`
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index (Only )?Scan using turns_first_reply_idx/)
})
