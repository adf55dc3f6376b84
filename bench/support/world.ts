import { randomUUID } from 'node:crypto'
import {
  createClient,
  REALTIME_SUBSCRIBE_STATES,
  type RealtimeChannel,
  type SupabaseClient,
} from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import postgres from 'postgres'
import { v7 as uuid } from 'uuid'
import { atATime, times } from './load.ts'
import { liftLimits } from './limits.ts'
import type { BenchStack } from './stack.ts'

/** A contact who has begun a conversation, with the token of their session. */
type Contact = { sub: string; token: string; conversationId: string; topic: string }

/** The stack with as many contacts as the scenarios need, and the demo agent. */
export type World = {
  stack: BenchStack
  sql: postgres.Sql
  contacts: Contact[]
  agent: { sub: string; token: string; topic: string }
}

/** Contacts are made in the database, through the product's own function: making 1,000 by HTTP would measure something else. */
export async function createWorld(stack: BenchStack, contacts: number): Promise<World> {
  const { status } = stack
  const sql = postgres(status.DB_URL ?? '', { max: 8, onnotice: () => {} })
  const [agent] = await sql<
    { sub: string }[]
  >`select id as sub from auth.users where email = ${status.DEMO_EMAIL ?? ''}`
  if (!agent) throw new Error('The demo has no agent.')
  await liftLimits(sql)
  const topics = await sql.begin((tx) => myTopics(tx, agent.sub, status.DEMO_WORKSPACE_ID ?? null))
  return {
    stack,
    sql,
    contacts: await atATime(8, times(contacts), () => createContact(sql, status)),
    agent: { sub: agent.sub, token: await tokenOf(status, agent.sub), topic: topics.workspace[0] ?? '' },
  }
}

export async function endWorld({ stack, sql }: World): Promise<void> {
  await sql.end()
  await stack.stop()
}

export function claimsOf(sub: string): string {
  return JSON.stringify({ sub, role: 'authenticated', aud: 'authenticated', is_anonymous: true })
}

export function tokenOf({ JWT_SECRET = '' }: Record<string, string>, sub: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', sub, aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(JWT_SECRET))
}

async function createContact(sql: postgres.Sql, status: Record<string, string>): Promise<Contact> {
  const sub = randomUUID()
  const conversationId = uuid()
  const topics = await sql.begin(async (tx) => {
    await tx`insert into auth.users (id, aud, role, is_anonymous) values (${sub}, 'authenticated', 'authenticated', true)`
    await become(tx, sub)
    await tx`select public.start_conversation(${status.DEMO_INBOX_KEY ?? ''}, ${conversationId}, ${uuid()}, 'bench')`
    return myTopics(tx, sub, null)
  })
  return { sub, token: await tokenOf(status, sub), conversationId, topic: topics.contact[0] ?? '' }
}

async function become(tx: postgres.TransactionSql, sub: string): Promise<void> {
  await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claimsOf(sub)}, true)`
}

type Topics = { workspace: string[]; contact: string[] }

async function myTopics(tx: postgres.TransactionSql, sub: string, workspaceId: string | null): Promise<Topics> {
  await become(tx, sub)
  const [row] = await tx<{ topics: Topics }[]>`select public.my_topics(${workspaceId}::uuid) as topics`
  if (!row) throw new Error('my_topics() said nothing.')
  return row.topics
}

/** An unmodified supabase-js client that holds a token. */
export function clientOf({ stack }: World, token: string, realtime = {}): SupabaseClient {
  const { API_URL = '', PUBLISHABLE_KEY = '' } = stack.status
  return createClient(API_URL, PUBLISHABLE_KEY, { accessToken: () => Promise.resolve(token), realtime })
}

type Heard = { event: string; payload: Record<string, unknown> }

/** Joins a private topic; resolves when it is joined and, if asked, when the database's broadcasts reach it. */
export async function listen(
  client: SupabaseClient,
  topic: string,
  hear: (heard: Heard) => void,
  { replicationReady = false, onStatus }: { replicationReady?: boolean; onStatus?: (status: string) => void } = {},
): Promise<RealtimeChannel> {
  await client.realtime.setAuth()
  return new Promise((resolve, reject) => {
    const channel = client.channel(topic, {
      config: { private: true, broadcast: { replication_ready: replicationReady } },
    })
    channel.on('broadcast', { event: '*' }, ({ event, payload }) => hear({ event, payload }))
    channel.on('system', {}, ({ status }: { status: string }) => {
      if (status === 'ok') resolve(channel)
    })
    channel.subscribe((status, error) => {
      onStatus?.(status)
      if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED && !replicationReady) resolve(channel)
      else if (error) reject(error) // after the first status it is too late to matter
    })
  })
}

export async function hangUp(clients: SupabaseClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.realtime.disconnect()))
}
