import fc from 'fast-check'
import { act, refusal, send } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import { businessSeconds, nextOpening, type Calendar, type Interval, type Version } from './support/openingHours.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

const OFFICE: Calendar = {
  time_zone: 'Europe/Paris',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: '09:00', to: '18:00' }] : [])),
  exceptions: [],
}
const day = (hours: Interval[]): Calendar => ({ ...OFFICE, week: OFFICE.week?.map(() => hours) ?? null })

async function keep(db: TestDatabase, inboxId: string, versions: Version[]): Promise<void> {
  await db.sql`delete from public.calendars where inbox_id = ${inboxId}`
  for (const { validFrom, time_zone, week, exceptions } of versions) {
    await db.sql`
      insert into public.calendars (workspace_id, inbox_id, valid_from, time_zone, week, exceptions)
      select workspace_id, id, ${new Date(validFrom)}, ${time_zone}, ${week && db.sql.json(week as never)}, ${db.sql.json(exceptions as never)}
      from public.inboxes where id = ${inboxId}`
  }
}

async function ask(db: TestDatabase, inboxId: string, since: number, until: number): Promise<object> {
  const [row] = await db.sql<{ seconds: number | null; opening: Date | null }[]>`
    select private.business_seconds(${inboxId}::uuid, ${new Date(since)}::timestamptz, ${new Date(until)}::timestamptz) as seconds,
      private.next_opening(${inboxId}::uuid, ${new Date(since)}::timestamptz) as opening`
  return { seconds: row?.seconds, opening: row?.opening?.getTime() ?? null }
}

// Both changes of many kinds of summer time: an hour, half an hour, at midnight, during Ramadan, a day left out.
const CHANGES: Record<string, string[]> = {
  'Europe/Paris': ['2026-03-29', '2026-10-25'],
  'America/New_York': ['2026-03-08', '2026-11-01'],
  'America/Havana': ['2025-03-09', '2025-11-02'],
  'Australia/Lord_Howe': ['2025-10-05', '2026-04-05'],
  'Africa/Casablanca': ['2025-02-23', '2025-04-06'],
  'Africa/Cairo': ['2025-04-25', '2025-10-31'],
  'Pacific/Apia': ['2011-12-30', '2011-09-24'],
  'Asia/Kolkata': ['2026-01-01', '2026-02-28'],
}

/** Times that are no instants but seconds after one: a turn is short. */
const DAYS = 100 * 86_400

const time = fc
  .tuple(fc.nat(23), fc.constantFrom(0, 1, 15, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const hours = fc.array(
  fc
    .record({
      from: time,
      to: fc.oneof({ weight: 4, arbitrary: time }, { weight: 1, arbitrary: fc.constant('24:00') }),
    })
    .filter(({ from, to }) => from !== to),
  { maxLength: 3 },
)
const scene = fc.constantFrom(...Object.keys(CHANGES)).chain((zone) => {
  const near = fc
    .record({
      change: fc.constantFrom(...(CHANGES[zone] ?? [])),
      seconds: fc.integer({ min: -5 * 86_400, max: 6 * 86_400 }),
    })
    .map(({ change, seconds }) => Date.parse(`${change}T00:00Z`) + seconds * 1_000)
  const date = near.map((at) => new Date(at).toISOString().slice(0, 10))
  const calendar = fc.record({
    time_zone: fc.constant(zone),
    week: fc.oneof(
      { weight: 9, arbitrary: fc.array(hours, { minLength: 7, maxLength: 7 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    exceptions: fc.uniqueArray(
      fc.record({
        date: fc.oneof(
          date,
          date.map((value) => value.slice(5)),
        ),
        hours,
      }),
      {
        selector: (exception) => exception.date,
        maxLength: 3,
      },
    ),
  })
  return fc.record({
    versions: fc.uniqueArray(
      fc.record({
        calendar,
        validFrom: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: near }),
      }),
      { selector: ({ validFrom }) => validFrom, maxLength: 3 },
    ),
    ends: fc
      .tuple(near, fc.oneof(near, fc.nat(12 * 3_600), fc.nat(73 * 3_600)))
      .map(([one, other]): readonly [number, number] =>
        other < DAYS ? [one, one + other * 1_000] : [Math.min(one, other), Math.max(one, other)],
      ),
  })
})

test('[CAL-1] [CAL-2] [CAL-3] random calendars over changes of the clock: the SQL and Temporal agree to the second', async ({
  db,
}) => {
  const { inboxId } = await db.given.workspace()
  await fc.assert(
    fc.asyncProperty(scene, async ({ versions: drawn, ends: [since, until] }) => {
      const versions = drawn.map(({ calendar, validFrom }) => ({ ...calendar, validFrom }))
      await keep(db, inboxId, versions)
      expect(await ask(db, inboxId, since, until)).toEqual({
        seconds: businessSeconds(versions, since, until),
        opening: nextOpening(versions, since),
      })
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('[CAL-1] worked by hand: night, weekend, holiday, over midnight, both changes of the clock', async ({ db }) => {
  const { inboxId } = await db.given.workspace()
  const HOUR = 3_600
  const cases: [Calendar, string, string, number][] = [
    [OFFICE, '2026-11-19T17:30+01:00', '2026-11-20T09:15+01:00', HOUR / 2 + HOUR / 4], // over a night
    [OFFICE, '2026-11-20T17:59:59+01:00', '2026-11-23T09:00:02+01:00', 3], // over a weekend
    [OFFICE, '2026-11-21T10:00+01:00', '2026-11-22T20:00+01:00', 0], // closed all along: 0, not null
    [
      { ...OFFICE, exceptions: [{ date: '12-25', hours: [] }] },
      '2026-12-24T17:00+01:00',
      '2026-12-28T10:00+01:00',
      2 * HOUR,
    ],
    [
      {
        ...OFFICE,
        exceptions: [
          { date: '12-24', hours: [] },
          { date: '2026-12-24', hours: [{ from: '09:00', to: '12:00' }] },
        ],
      },
      '2026-12-24T08:00+01:00',
      '2026-12-25T08:00+01:00',
      3 * HOUR,
    ], // that very day before the one of each year
    [
      day([
        { from: '09:00', to: '12:00' },
        { from: '14:00', to: '18:00' },
      ]),
      '2026-11-20T11:00+01:00',
      '2026-11-20T15:00+01:00',
      2 * HOUR,
    ],
    [day([{ from: '22:00', to: '06:00' }]), '2026-11-20T05:00+01:00', '2026-11-20T23:00+01:00', 2 * HOUR],
    [
      { ...day([{ from: '22:00', to: '06:00' }]), exceptions: [{ date: '2026-11-20', hours: [] }] },
      '2026-11-20T00:00+01:00',
      '2026-11-21T12:00+01:00',
      6 * HOUR,
    ], // the evening before goes on into a holiday
    [day([{ from: '00:00', to: '24:00' }]), '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00', 23 * HOUR],
    [day([{ from: '00:00', to: '24:00' }]), '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00', 25 * HOUR],
    [day([{ from: '02:30', to: '05:00' }]), '2026-03-29T00:00+01:00', '2026-03-29T12:00+02:00', 1.5 * HOUR], // 2:30 is 3:30
    [day([{ from: '02:30', to: '05:00' }]), '2026-10-25T00:00+02:00', '2026-10-25T12:00+01:00', 3.5 * HOUR], // the first 2:30
    [day([{ from: '02:15', to: '03:15' }]), '2026-03-29T00:00+01:00', '2026-03-29T12:00+02:00', 0], // 3:15 to 3:15
  ]
  for (const [calendar, since, until, seconds] of cases) {
    await keep(db, inboxId, [{ ...calendar, validFrom: 0 }])
    expect(await ask(db, inboxId, Date.parse(since), Date.parse(until)), `${since} ${until}`).toMatchObject({ seconds })
  }
})

test('[CAL-3] without a calendar, or with none for a part of the time, seconds are null', async ({ db }) => {
  const { inboxId } = await db.given.workspace()
  const [since, until] = [Date.parse('2026-11-20T10:00+01:00'), Date.parse('2026-11-20T11:00+01:00')]
  expect(await ask(db, inboxId, since, until)).toEqual({ seconds: null, opening: since })
  await keep(db, inboxId, [{ ...OFFICE, validFrom: since + 1 }])
  expect(await ask(db, inboxId, since, until)).toEqual({ seconds: null, opening: since })
  await keep(db, inboxId, [{ ...OFFICE, validFrom: since }])
  expect(await ask(db, inboxId, since, until)).toEqual({ seconds: 3_600, opening: since })
  await keep(db, inboxId, [
    { ...OFFICE, validFrom: since },
    { ...OFFICE, week: null, validFrom: until - 1 },
  ])
  expect(await ask(db, inboxId, since, until)).toMatchObject({ seconds: null })
})

test('[CAL-4] who sets hours makes a version from now on; the same again makes none', async ({ db }) => {
  const { admin, agent, agentElsewhere, contact, inboxId } = await db.given.personas()
  const set = (who: User, calendar: object): Promise<{ id: string }> =>
    db.as(who).rpc('set_calendar', { inbox_id: inboxId, ...calendar })
  await expect(set(agent, OFFICE)).rejects.toMatchObject(refusal('not_allowed'))
  for (const stranger of [agentElsewhere, contact]) {
    await expect(set(stranger, OFFICE)).rejects.toMatchObject(refusal('inbox_not_found'))
  }
  const first = await set(admin, OFFICE)
  expect(await set(admin, OFFICE)).toEqual(first)
  const second = await set(admin, { ...OFFICE, week: null })
  expect(second.id).not.toBe(first.id)
  expect(await db.as(agent).select('calendars')).toHaveLength(2)
  expect(await db.as(contact).select('calendars')).toEqual([])
  expect(await db.as(agentElsewhere).select('calendars')).toEqual([])
})

test('hours that are none are refused', async ({ db }) => {
  const { admin, inboxId } = await db.given.workspace()
  const week = (hours: unknown): object => ({ ...OFFICE, week: [hours, [], [], [], [], [], []] })
  const exceptions = (...list: unknown[]): object => ({ ...OFFICE, exceptions: list })
  const wrong = [
    { ...OFFICE, week: [] },
    { ...OFFICE, week: {} },
    { ...OFFICE, week: 'always' },
    { ...OFFICE, exceptions: null },
    week('all day'),
    week([{}]),
    week([{ from: '9:00', to: '18:00' }]),
    week([{ from: '24:00', to: '18:00' }]),
    week([{ from: '09:00', to: '09:00' }]),
    week([{ from: '09:00', to: null }]),
    week([{ from: '09:00', to: '25:00' }]),
    week([{ from: '09:00', to: '18:00', note: 'x' }]),
    week(Array.from({ length: 13 }, () => ({ from: '09:00', to: '18:00' }))),
    exceptions({ date: '2026-02-29', hours: [] }),
    exceptions({ date: '25/12/2026', hours: [] }),
    exceptions({ date: '2026-12-25' }),
    exceptions({ date: '2026-12-25', hours: [] }, { date: '2026-12-25', hours: [] }),
    exceptions('2026-12-25'),
  ]
  for (const calendar of wrong) {
    await expect(
      db.as(admin).rpc('set_calendar', { inbox_id: inboxId, ...calendar }),
      JSON.stringify(calendar),
    ).rejects.toMatchObject(refusal('calendar_invalid'))
  }
})

test('[CAL-3] turns and episodes get their business seconds from the write that ends them; the widget hears the hours', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { admin, agent, inboxId, inboxKey } = workspace
  const inbox = (): Promise<object> => db.as(workspace.agent).rpc('get_inbox', { inbox_key: inboxKey })
  const story = async (): Promise<object[]> => {
    const { contact, conversation } = await db.given.openConversation({ workspace })
    await send(db, agent, conversation.id)
    await send(db, contact, conversation.id)
    await act(db, agent, 'close_conversation', conversation.id)
    return db.sql`
      select outcome::text, business_seconds = seconds as all_open, business_seconds = 0 as all_closed, calendar_id is null as none
      from public.turns where conversation_id = ${conversation.id}
      union all
      select 'episode', business_seconds = seconds, business_seconds = 0, calendar_id is null
      from public.episodes where conversation_id = ${conversation.id}`
  }
  const set = (hours: Interval[] | null): Promise<unknown> =>
    db.as(admin).rpc('set_calendar', { inbox_id: inboxId, ...(hours ? day(hours) : { ...OFFICE, week: null }) })

  const all = (figures: object): object[] =>
    ['replied', 'closed_by_agent', 'episode'].map((outcome) => Object.assign({ outcome }, figures))
  expect(await inbox()).toMatchObject({ open_now: true, next_opening: null })
  expect(await story()).toEqual(all({ all_open: null, all_closed: null, none: true }))
  await set([{ from: '00:00', to: '24:00' }])
  expect(await inbox()).toMatchObject({ open_now: true, next_opening: null })
  expect(await story()).toEqual(all({ all_open: true, all_closed: false, none: false }))
  await set([])
  expect(await inbox()).toMatchObject({ open_now: false, next_opening: null })
  expect(await story()).toEqual(all({ all_open: false, all_closed: true, none: false }))
  await set(null)
  expect(await inbox()).toMatchObject({ open_now: true, next_opening: null })
  expect(await story()).toEqual(all({ all_open: null, all_closed: null, none: true }))
})
