import { describe, expect, test, vi, type Heard } from './stage.ts'

const PRIVATE = { private: true }
const numbers = (heard: Heard): unknown[] => heard.broadcasts.map(({ payload }) => (payload as { n?: number }).n)

describe('what is committed', () => {
  test('[RT-DB-1] arrives with meta.id, which is also the id of a payload that had none', async ({ stage, db }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    await stage.send(topic, { n: 1 }, 'né_😀')
    await stage.send(topic, { id: 'own', n: 2 })
    await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(2))
    const rows = await db.sql<
      { id: string }[]
    >`select id from realtime.messages where topic = ${topic} order by payload ->> 'n'`
    expect(ann.broadcasts).toEqual([
      { type: 'broadcast', event: 'né_😀', payload: { id: rows[0]?.id, n: 1 }, meta: { id: rows[0]?.id } },
      { type: 'broadcast', event: 'created', payload: { id: 'own', n: 2 }, meta: { id: rows[1]?.id } },
    ])
  })

  test('[RT-DB-4] as the database wrote it: digits beyond what a number holds', async ({ stage, db }) => {
    const topic = stage.topic()
    const socket = await stage.raw()
    socket.send('1', '1', `realtime:${topic}`, 'phx_join', { config: {} })
    await socket.frame('phx_reply', '1')
    await db.postgres`select realtime.send('{"n":12345678901234567890.123456789}', 'e', ${topic}, false)`
    await vi.waitFor(() => expect(socket.texts.at(-1)).toContain('12345678901234567890.123456789'))
  })

  test('[RT-DB-7] in the order of commits, and within a transaction in the order of statements', async ({
    stage,
    db,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    const say = (sql: typeof db.sql, n: number) =>
      sql`select realtime.send(${`{"n":${n}}`}::text::jsonb, 'e', ${topic})`
    const [first, second] = [await db.sql.reserve(), await db.sql.reserve()]
    try {
      await first`begin`
      await second`begin`
      await say(first, 3)
      await say(second, 1)
      await say(first, 4)
      await say(second, 2)
      await second`commit`
      await first`commit`
    } finally {
      first.release()
      second.release()
    }
    await vi.waitFor(() => expect(numbers(ann)).toEqual([1, 2, 3, 4]))
  })

  test('[RT-DB-8] nothing of what is rolled back, not even by a savepoint; a thousand in one statement all arrive', async ({
    stage,
    db,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    await db.sql
      .begin(async (sql) => {
        await sql`select realtime.send('{"n":-1}', 'e', ${topic})`
        throw new Error('changed my mind')
      })
      .catch(() => {})
    await db.sql.begin(async (sql) => {
      await sql
        .savepoint(async (inner) => {
          await inner`select realtime.send('{"n":-2}', 'e', ${topic})`
          throw new Error('this part at least')
        })
        .catch(() => {})
      await sql`select realtime.send(jsonb_build_object('n', n), 'e', ${topic}) from generate_series(1, 1000) n`
    })
    await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(1000), { timeout: 5_000 })
    expect(numbers(ann)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
  })

  test('[RT-DB-9] an array, a scalar, no payload, no topic: the caller is none the wiser, nobody hears', async ({
    stage,
    db,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    for (const payload of ['[1]', '7', 'null']) {
      await db.postgres`select realtime.send(${payload}::text::jsonb, 'e', ${topic})`
    }
    await db.postgres`select realtime.send(null, 'e', ${topic}), realtime.send('{}', null, ${topic}), realtime.send('{}', 'e', null)`
    await db.postgres`select realtime.send('{"n":1}', 'e', ${topic}, false)` // public: another topic
    await stage.send(topic, { n: 2 })
    await vi.waitFor(() => expect(numbers(ann)).toEqual([2]))
  })

  test('[RT-DB-10] broadcast_changes tells the old row and the new', async ({ stage, db }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    await db.postgres.unsafe(`
      create table public.notes_of_test (id integer);
      create function public.tell() returns trigger language plpgsql security definer as $$
      begin
        perform realtime.broadcast_changes('${topic}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger tell after insert or update on public.notes_of_test for each row execute function public.tell();
      insert into public.notes_of_test values (1);
      update public.notes_of_test set id = 2;
    `)
    await vi.waitFor(() => expect(ann.broadcasts).toHaveLength(2))
    expect(ann.broadcasts.map(({ event, payload }) => [event, payload])).toMatchObject([
      [
        'INSERT',
        { record: { id: 1 }, old_record: null, operation: 'INSERT', table: 'notes_of_test', schema: 'public' },
      ],
      ['UPDATE', { record: { id: 2 }, old_record: { id: 1 }, operation: 'UPDATE' }],
    ])
  })

  test('[RT-DB-2] replication_ready is answered', async ({ stage }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const config = { private: true, broadcast: { replication_ready: true } }
    const ann = await stage.join(await stage.person('ann'), topic, config)
    await vi.waitFor(() =>
      expect(ann.systems).toMatchObject([{ status: 'ok', message: 'Replication connection established' }]),
    )
  })
})

describe('when something breaks', () => {
  test('[RT-DB-11] a killed replication comes back by itself; what was committed in between is not made up for', async ({
    stage,
    db,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.join(await stage.person('ann'), topic, PRIVATE)
    const slots = () => db.sql<{ pid: number; name: string }[]>`
      select active_pid as pid, slot_name as name from pg_replication_slots where database = current_database()`
    const [before] = await slots()
    await db.sql`select pg_terminate_backend(${before?.pid ?? 0})`
    await vi.waitFor(async () => expect((await slots()).map(({ name }) => name)).not.toEqual([before?.name]))
    await vi.waitFor(
      async () => {
        await stage.send(topic, { n: 1 })
        expect(ann.broadcasts.length).toBeGreaterThan(0)
      },
      { timeout: 5_000, interval: 50 },
    )
    expect(await slots()).toHaveLength(1)
    expect(ann.statuses).toEqual([['SUBSCRIBED']]) // the sockets never noticed
  })

  test('[RT-DB-12] without a partition a private join says so and a broadcast is lost; with it, both work', async ({
    stage,
    db,
  }) => {
    const topic = stage.topic()
    await stage.allow(topic, 'ann')
    const ann = await stage.person('ann')
    await db.sql`select _realtime.maintain_partitions(current_date + 30)`
    const refused = await stage.join(ann, topic, PRIVATE)
    expect(refused.statuses[0]).toEqual([
      'CHANNEL_ERROR',
      'MissingPartition: Realtime was unable to find the expected messages partition',
    ])
    await stage.send(topic, { n: 1 })
    await db.sql`select _realtime.maintain_partitions()`
    await refused.reach('SUBSCRIBED')
    await stage.send(topic, { n: 2 })
    await vi.waitFor(() => expect(numbers(refused)).toEqual([2]))
  })

  test('[RT-DB-13] midnight: tomorrow’s partition is there, and is followed too', async ({ stage, db }) => {
    const socket = await stage.raw()
    socket.send('1', '1', 'realtime:midnight', 'phx_join', { config: {} })
    await socket.frame('phx_reply', '1')
    await db.sql`
      insert into realtime.messages (topic, extension, event, payload, private, inserted_at)
      values ('midnight', 'broadcast', 'e', '{"day":"tomorrow"}', false, current_date + 1)`
    await vi.waitFor(() => expect(socket.texts.at(-1)).toContain('tomorrow'))
  })
})
