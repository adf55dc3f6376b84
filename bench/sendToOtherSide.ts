import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { v7 as uuid } from 'uuid'
import type { Result } from './support/report.ts'
import type { BenchStack } from './support/stack.ts'

const PER_SECOND = 20
const SECONDS = 30

/**
 * T1: a contact's `send_message`, stored under RLS, until the agent's `workspace:` channel has it. Two unmodified supabase-js
 * clients in this process, the stack in another; the schedule does not wait for answers.
 */
export async function sendToOtherSide({ status }: BenchStack): Promise<Result> {
  const client = () =>
    createClient(status.API_URL ?? '', status.PUBLISHABLE_KEY ?? '', { auth: { persistSession: false } })
  const contact = client()
  const agent = client()
  await contact.auth.signInAnonymously()
  await agent.auth.signInWithPassword({ email: status.DEMO_EMAIL ?? '', password: status.DEMO_PASSWORD ?? '' })

  const conversationId = uuid()
  await contact
    .rpc('start_conversation', {
      inbox_key: status.DEMO_INBOX_KEY,
      id: conversationId,
      message_id: uuid(),
      body: 'bench',
    })
    .throwOnError()

  const sentAt = new Map<string, number>()
  const milliseconds: number[] = []
  const seqs: number[] = []
  const seen = new Set<string>()
  let faults = 0
  await listen(agent, status.DEMO_WORKSPACE_ID ?? '', (message) => {
    const at = sentAt.get(message.id)
    if (at === undefined) return
    if (seen.has(message.id) || message.seq <= (seqs.at(-1) ?? 0)) faults++
    seen.add(message.id)
    seqs.push(message.seq)
    milliseconds.push(performance.now() - at)
  })

  const total = PER_SECOND * SECONDS
  const answers: PromiseLike<unknown>[] = []
  const begun = performance.now()
  for (let i = 0; i < total; i++) {
    const wait = begun + (i * 1000) / PER_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const id = uuid()
    sentAt.set(id, performance.now())
    answers.push(
      contact
        .rpc('send_message', { conversation_id: conversationId, id, body: `message ${i} ${'x'.repeat(120)}` })
        .throwOnError(),
    )
  }
  await Promise.all(answers)
  const deadline = performance.now() + 5_000
  while (milliseconds.length < total && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20))
  await Promise.all([contact.removeAllChannels(), agent.removeAllChannels()])
  await Promise.all([contact.auth.signOut(), agent.auth.signOut()])
  return {
    name: `send → stored → other side, ${PER_SECOND}/s`,
    target: 'T1: 8 / 16 / 35 ms',
    sent: total,
    milliseconds,
    faults,
  }
}

/** Joins the agent's workspace channel and resolves when it is joined and replication runs. */
async function listen(
  agent: SupabaseClient,
  workspaceId: string,
  onMessage: (message: { id: string; seq: number }) => void,
): Promise<void> {
  const { data } = await agent.rpc('my_topics', { workspace_id: workspaceId }).throwOnError()
  const [topic] = (data as { workspace: string[] }).workspace
  if (!topic) throw new Error('The demo agent may join no workspace topic.')
  await agent.realtime.setAuth()
  await new Promise<void>((resolve, reject) => {
    agent
      .channel(topic, { config: { private: true, broadcast: { replication_ready: true } } })
      .on('broadcast', { event: 'message_created' }, ({ payload }) => onMessage(payload as { id: string; seq: number }))
      .on('system', {}, ({ status, message }: { status: string; message: string }) => {
        if (status === 'ok') resolve()
        else reject(new Error(message))
      })
      .subscribe((state, error) => {
        if (error) reject(error)
      })
  })
}
