import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './support/database.ts'
import { nobody, type Persona } from './support/personas.ts'
import { callFunction } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

interface Callable {
  name: string
  names: string[]
  types: string[]
  /** How many of the first arguments have no default. */
  needed: number
}

/** What a refusal may be: our own words, what the role may not do, and what is no value of its type. All else is an accident. */
const HONEST = /^(LC4\d\d|42501|22P02|22007|22008|22003|54001|22021|22P05)$/

const deep = (levels: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value }
  return value
}
const MANY = Array.from({ length: 20_000 }, () => uuidv7())

/** Values that nobody thought of, by the argument's type. */
const ODD: Record<string, unknown[]> = {
  uuid: [null, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'x'],
  text: [
    null,
    '',
    ' ',
    'x'.repeat(300_000),
    "'; select 1 --",
    '\u202e\ufeff',
    '%_\\',
    '{}',
    '2020-01-01',
    '😀'.repeat(9_999),
  ],
  jsonb: [
    null,
    'null',
    [],
    {},
    0,
    'x',
    deep(1_000),
    Array.from({ length: 5_000 }, () => ({})),
    Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`key_${n}`, n])),
    { name: 'x'.repeat(100_000), status: {}, fr: [], en: 3, do: 'close', at: 'x', url: { a: 1 }, from: null },
    { form: deep(500), locale: 'x'.repeat(100_000), challenge: '99.9999999999.x:1', language: [] },
  ],
  integer: [null, 0, -1, 2_147_483_647, -2_147_483_648],
  bigint: [null, 0, -1, '9223372036854775807'],
  'double precision': [null, 0, -1, 'NaN', 'Infinity', '-Infinity'],
  boolean: [null, true, false],
  'timestamp with time zone': [null, 'infinity', '-infinity', '0001-01-01', '294276-12-31', '4713-01-01 BC'],
  date: [null, 'infinity', '-infinity', '5874897-12-31', '4713-01-01 BC'],
  'uuid[]': [null, [], [null], MANY],
  'text[]': [null, [], [null], ['x'.repeat(100_000)], Array.from({ length: 20_000 }, () => 'x')],
}

async function callables(db: TestDatabase): Promise<Callable[]> {
  return db.sql<Callable[]>`
    select proname as name, coalesce(proargnames[1:pronargs], '{}') as names,
      array(select format_type(type, null) from unnest(proargtypes::oid[]) as type) as types,
      pronargs - pronargdefaults as needed
    from pg_proc where pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', oid, 'execute') order by proname`
}

function valuesOf(type: string): unknown[] {
  return ODD[type] ?? [null, 'x'] // enums
}

/** Each function with the same sensible arguments but one, which is each odd value in turn. */
async function* oddCalls(db: TestDatabase, sensible: Record<string, unknown>, isShort: boolean) {
  for (const { name, names, types, needed } of await callables(db)) {
    const base = Object.fromEntries(
      names.filter((each, place) => each in sensible || place < needed).map((each) => [each, sensible[each] ?? null]),
    )
    for (const [place, argument] of names.entries())
      for (const value of valuesOf(types[place] ?? '').slice(0, isShort ? 1 : undefined))
        yield { name, args: { ...base, [argument]: value }, argument }
    yield { name, args: base, argument: '' }
  }
}

interface Refusal {
  code?: string
  message?: string
  hint?: string
  detail?: string
}

/** Calls and undoes it. @returns what it said against it */
async function call(db: TestDatabase, who: Persona, name: string, args: Record<string, unknown>) {
  const started = performance.now()
  const refusal = await refusalOf(db, who, name, args)
  return { refusal, ms: performance.now() - started }
}

async function refusalOf(
  db: TestDatabase,
  who: Persona,
  name: string,
  args: Record<string, unknown>,
): Promise<Refusal | null> {
  try {
    await db.as(who).transaction(async (sql) => {
      await sql`set local statement_timeout = '8s'`
      await callFunction(sql, name, args)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) return error as Refusal
  }
  return null
}

class Undone extends Error {}

test('[ACCESS-7] no odd value makes a function fail by accident, work without bound, or tell of others', async ({
  db,
}) => {
  const mine = await db.given.openConversation()
  const theirs = await db.given.openConversation({
    workspace: (await db.given.personas()).elsewhere,
    body: 'Geheimnis',
  })
  const removed = await db.given.workspace({ name: 'Left' })
  const left = await db.given.openConversation({ workspace: removed })
  await db.as(removed.owner).rpc('remove_agent', { workspace_id: removed.id, user_id: removed.agent.id })
  const blocked = await db.given.openConversation()
  await db.as(mine.agent).rpc('block_contact', { contact_id: blocked.contactId })
  const argumentsOf = (place: typeof mine): Record<string, unknown> => ({
    inbox_key: place.inboxKey,
    workspace_id: place.id,
    conversation_id: place.conversation.id,
    contact_id: place.contactId,
    inbox_id: place.inboxId,
    id: uuidv7(),
    message_id: uuidv7(),
    body: 'Hi',
    name: 'Name',
    since: '2026-01-01',
    conversation_ids: [place.conversation.id],
    action: { do: 'close' },
    user_id: place.agent.id,
    query: 'hello',
    metric: 'reply',
    kind: 'reply',
    seq: 1,
    score: 1,
    type: 'image/png',
    size: 1,
    changes: {},
    time_zone: 'Europe/Paris',
    locale: 'en',
    email: 'a@example.com',
    role: 'agent',
    color: '#000000',
    title: 'Title',
    shortcut: 'hi',
    by: 'agent',
    attributes: {},
    page: {},
    availability: 'online',
    preferences: {},
    week: null,
    exceptions: [],
    into_contact_id: place.contactId,
    max: 10,
    priority: 1,
    until: new Date(Date.now() + 60_000).toISOString(),
  })
  const accidents: string[] = []
  const slow: string[] = []
  const look = async (
    who: string,
    persona: Persona,
    sensible: Record<string, unknown>,
    secrets: string[],
    isShort = true,
  ) => {
    for await (const { name, args, argument } of oddCalls(db, sensible, isShort)) {
      const { refusal, ms } = await call(db, persona, name, args)
      const said = JSON.stringify((args as Record<string, unknown>)[argument] ?? null).slice(0, 60)
      if (refusal && !HONEST.test(refusal.code ?? ''))
        accidents.push(`${who}: ${name}(${argument}: ${said}) ${refusal.code} ${refusal.message}`)
      const told = JSON.stringify([refusal?.message, refusal?.hint, refusal?.detail])
      for (const secret of secrets)
        if (told.includes(secret)) accidents.push(`${who}: ${name} tells ${secret}: ${told}`)
      if (ms > 2_500) slow.push(`${who}: ${name}(${argument}: ${said}) ${Math.round(ms)} ms`)
    }
  }
  await look('owner', mine.owner, argumentsOf(mine), ['Geheimnis'], false)
  await look('contact', mine.contact, argumentsOf(mine), [], false)
  await look('blocked', blocked.contact, argumentsOf(blocked), [])
  await look('elsewhere', mine.owner, argumentsOf(theirs), ['Geheimnis', 'Elsewhere'])
  await look('left', removed.agent, argumentsOf(left), ['Left'])
  expect(accidents).toEqual([])
  expect(slow).toEqual([])
}, 300_000)

test('[ACCESS-7] who has no token may call one function, whatever the arguments', async ({ db }) => {
  const { id, inboxKey } = await db.given.personas()
  for (const { name } of await callables(db)) {
    if (name === 'get_inbox') continue
    const { refusal } = await call(db, nobody, name, {})
    expect(refusal, name).not.toBeNull()
  }
  for (const inbox_key of ODD['text'] ?? []) {
    const { refusal } = await call(db, nobody, 'get_inbox', { inbox_key })
    expect(refusal).toMatchObject({ code: 'LC400', hint: 'inbox_key_malformed' })
  }
  const inbox = JSON.stringify(
    await db.as(nobody).rpc('get_inbox', { inbox_key: inboxKey, locale: 'x'.repeat(100_000) }),
  )
  expect(inbox).not.toContain(id)
})
