import { databaseUrl } from '../../local/postgres/url.ts'
import { followMessages } from '../../local/realtime/replication.ts'
import { expect, onTestFinished, test, vi } from '../support/test.ts'

test('[RT-DOWN-1] a feed that is cut stands again at once, however often it was cut before', async ({ db }) => {
  const feed = followMessages(
    databaseUrl(db.server, 'supabase_admin', db.name),
    () => {},
    () => {},
  )
  onTestFinished(() => feed.stop())
  await feed.settled(10_000)
  let lastMs = Infinity
  for (let cuts = 0; cuts < 6; cuts++) {
    expect(feed.live).toBe(true)
    await db.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and backend_type = 'walsender'`
    await vi.waitFor(() => expect(feed.live).toBe(false), { interval: 5 })
    const cutAt = performance.now()
    await feed.settled(10_000)
    lastMs = performance.now() - cutAt
  }
  expect(lastMs).toBeLessThan(1_500) // after trouble that lasts, two seconds lie between two tries
})
