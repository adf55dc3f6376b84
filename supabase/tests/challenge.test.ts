import { v7 as uuidv7 } from 'uuid'
import { solve } from '../../src/chat/challenge.ts'
import { startStack } from './support/stack.ts'
import { expect, onTestFinished, test } from './support/test.ts'

test('[LIMIT-3] over HTTP the address is the socket’s, whatever a client says, and a browser solves what is asked', async ({
  db,
}) => {
  const { inboxKey } = await db.given.workspace()
  await db.sql`update private.limits set conversations_per_address_and_hour = 1`
  const stack = await startStack(db)
  onTestFinished(() => stack.stop())
  const start = async (headers: Record<string, string>, id = uuidv7(), challenge?: string) => {
    const visitor = await stack.visitor()
    const args = { inbox_key: inboxKey, id, message_id: uuidv7(), body: 'Hi' }
    const call = (context: object) => {
      const request = visitor.rpc('start_conversation', { ...args, context })
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value)
      return request
    }
    return { first: await call({ challenge }), again: call }
  }
  expect((await start({})).first.error).toBeNull()
  const spoofed = { 'x-forwarded-for': '203.0.113.9', 'cf-connecting-ip': '203.0.113.9' }
  const { first, again } = await start(spoofed)
  expect(first).toMatchObject({ status: 400, error: { code: 'LC429', hint: 'challenge_required' } })
  const details: unknown = JSON.parse(first.error?.details ?? '{}')
  const challenge = await solve(details as Record<string, unknown>)
  expect(await again({ challenge })).toMatchObject({ error: null, data: { status: 'open' } })
})
