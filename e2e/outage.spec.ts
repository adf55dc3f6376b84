import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { composer, openChat, openRow, shown, unique, write } from './support/chat.ts'
import { expect, NETWORK_COMPLAINTS, test } from './support/test.ts'

// Runs when all the other stories are over: they share its stack.
test.use({ allowed: { complaints: [...NETWORK_COMPLAINTS, /50\d/] } })

/** Kills the postmaster as if the machine had failed, if it runs. The stack starts it again by itself. */
async function killDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => {} })
  try {
    const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${backend?.pid}/status`, 'utf8'))?.[1]
    process.kill(Number(parent), 'SIGKILL')
  } catch {
    // It is down already, or not up again yet.
  } finally {
    await sql.end({ timeout: 0 })
  }
}

test('with the database down, a banner says so, the outbox holds, and all recovers without reload', async ({
  agent,
  customer,
  stack,
}) => {
  test.setTimeout(150_000)
  const alice = await customer()
  const inbox = await agent()
  const text = unique('down')
  await openChat(alice)
  await write(alice.chat, text)
  await openRow(inbox.page, text)

  const repair = new AbortController()
  const outage = (async () => {
    while (!repair.signal.aborted) await killDatabase(stack.DB_URL)
  })()
  for (let i = 1; i <= 5; i++) {
    await write(alice.chat, `${text} customer ${i}`)
    await write(inbox.page, `${text} agent ${i}`)
  }
  await expect(alice.chat.getByRole('alert')).toBeVisible({ timeout: 30_000 })
  await expect(inbox.page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
  repair.abort()
  await outage

  for (const window of [alice.chat, inbox.page]) {
    await expect.poll(async () => (await shown(window, text)).length, { timeout: 60_000 }).toBe(11)
  }
  await expect.poll(() => shown(inbox.page, text), { timeout: 15_000 }).toEqual(await shown(alice.chat, text))
  await expect(composer(alice.chat)).toBeEnabled()
  await expect(alice.chat.getByRole('alert')).toBeHidden({ timeout: 40_000 })
  await expect(inbox.page.getByRole('alert')).toBeHidden({ timeout: 40_000 })
})
