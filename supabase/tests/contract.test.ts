import type { SupabaseClient } from '@supabase/supabase-js'
import { v7 as uuidv7 } from 'uuid'
import { seedDemo, type Demo } from '../local/demo/seed.ts'
import { startStack, type RunningStack } from './support/stack.ts'
import { expect, test as base } from './support/test.ts'

// The contract as it looks over HTTP, with an unmodified client: what JSON, what codes, what may be embedded.
const WITH_CONTACT =
  '*, contact:contacts!conversations_contact_id_fkey(id, name, email, verified, blocked, last_seen_at)'

interface Cast {
  stack: RunningStack
  demo: Demo
  agent: SupabaseClient
}

const test = base.extend<{ $file: { cast: Cast } }>({
  cast: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      const admin = stack.client(stack.keys.secretKey)
      const demo = await seedDemo({
        sql: db.sql,
        createUser: async ({ email, password, name }) => {
          const { data, error } = await admin.auth.admin.createUser({
            email,
            password,
            email_confirm: true,
            user_metadata: { name },
          })
          if (error) throw error
          return data.user.id
        },
      })
      const agent = stack.client()
      await agent.auth.signInWithPassword(demo)
      await use({ stack, demo, agent })
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

test('lists, changes and search come with their contacts embedded', async ({ cast: { agent, demo } }) => {
  const list = await agent
    .from('conversations')
    .select(WITH_CONTACT)
    .eq('workspace_id', demo.workspaceId)
    .eq('status', 'open')
    .order('last_message_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(3)
    .throwOnError()
  expect(list.data).toHaveLength(3)
  expect(list.data[0]).toMatchObject({ status: 'open', contact: { name: 'Sophie Martin', verified: true } })
  const since = new Date(Date.now() - 3_600_000).toISOString()
  const changed = await agent
    .rpc('changes', { workspace_id: demo.workspaceId, since })
    .select(WITH_CONTACT)
    .throwOnError()
  expect(changed.data?.at(-1)).toMatchObject({ contact: { name: 'Sophie Martin' } })
  const found = await agent
    .rpc('search_conversations', { workspace_id: demo.workspaceId, query: 'cmd-4827' })
    .select(WITH_CONTACT)
    .throwOnError()
  expect(found.data).toMatchObject([{ contact: { name: 'Sophie Martin' } }])
  const counts = await agent.rpc('conversation_counts', { workspace_id: demo.workspaceId }).throwOnError()
  expect(counts.data).toMatchObject({ open: expect.any(Number), mine: expect.any(Number) })
})

test('a customer and an agent, from the first word to the end', async ({ cast: { stack, agent, demo } }) => {
  const visitor = await stack.visitor()
  const start = {
    inbox_key: demo.inboxKey,
    id: uuidv7(),
    message_id: uuidv7(),
    body: 'Bonjour 👋 <b>où</b> ?',
    context: {},
  }
  const { data: started } = await visitor.rpc('start_conversation', start).throwOnError()
  expect(started).toMatchObject({ status: 'open', messages: [{ kind: 'greeting' }, { body: start.body, seq: 2 }] })
  const at = { conversation_id: start.id }
  await agent.rpc('assign_conversation', at).throwOnError() // without an assignee: to whom calls
  const { data: sent } = await agent
    .rpc('send_message', { ...at, id: uuidv7(), body: 'Ici.', seen_seq: 2 })
    .throwOnError()
  expect(sent).toMatchObject({ seq: 3, rev: 5, author: 'agent' })
  const { data: read } = await visitor.rpc('my_messages', { ...at, after_seq: 2 }).throwOnError()
  expect(read).toMatchObject([{ seq: 3, agent: { name: 'Maïté Etcheverry' } }])
  const marked = await visitor.rpc('mark_read', { ...at, seq: 3 })
  expect(marked).toMatchObject({ error: null, status: 204 })
  const { data: unassigned } = await agent.rpc('assign_conversation', { ...at, assignee_id: null }).throwOnError()
  expect(unassigned).toMatchObject({ assignee_id: null })
  await agent.rpc('close_conversation', at).throwOnError()
  const { data: mine } = await visitor.rpc('my_conversations', { inbox_key: demo.inboxKey }).throwOnError()
  expect(mine).toMatchObject([{ id: start.id, status: 'closed', unread_count: 0 }])
  const { data: timeline } = await agent.rpc('timeline', at).throwOnError()
  expect((timeline as { rev: number }[]).map(({ rev }) => rev)).toEqual([1, 2, 3, 4, 5, 7, 8]) // 6: the customer read
})

test('refusals have their code and word, and the status of a refusal', async ({ cast: { stack, agent, demo } }) => {
  const visitor = await stack.visitor()
  const nobody = stack.client()
  const refused = (code: string, hint: string): object => ({ data: null, status: 400, error: { code, hint } })
  expect(await nobody.rpc('get_inbox', { inbox_key: demo.inboxKey })).toMatchObject({ data: { name: 'Filou' } })
  expect(await nobody.rpc('get_inbox', { inbox_key: 'ibx_no' })).toMatchObject(refused('LC400', 'inbox_key_malformed'))
  const unknown = { conversation_id: uuidv7(), id: uuidv7(), body: 'x' }
  expect(await visitor.rpc('send_message', unknown)).toMatchObject(refused('LC404', 'conversation_not_found'))
  expect(await agent.rpc('send_message', unknown)).toMatchObject(refused('LC404', 'conversation_not_found'))
  expect(await agent.rpc('send_message', { ...unknown, conversation_id: 'no uuid' })).toMatchObject({
    status: 400,
    error: { code: '22P02' },
  })
  expect(await nobody.rpc('send_message', unknown)).toMatchObject({ status: 401, error: { code: '42501' } })
  expect(await visitor.from('messages').select('*')).toMatchObject({ data: [], error: null })
  expect(await nobody.from('messages').select('*')).toMatchObject({ status: 401, error: { code: '42501' } })
  expect(await agent.from('messages').insert({ body: 'x' })).toMatchObject({ status: 403, error: { code: '42501' } })
  const control = { ...unknown, body: 'a\u0000b' }
  expect(await visitor.rpc('send_message', control)).toMatchObject({ status: 400, error: { code: '22021' } }) // hosted: 22P05
  expect(await visitor.rpc('send_message', { body: 'x' })).toMatchObject({ error: { code: 'PGRST202' } })
})
