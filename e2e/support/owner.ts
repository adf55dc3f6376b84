import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import type { Stack } from './stack.ts'

/** The demo workspace's owner without a screen: for stories that are about something else. */
export async function signInOwner(stack: Stack): Promise<SupabaseClient> {
  const owner = createClient(stack.API_URL, stack.PUBLISHABLE_KEY, { auth: { persistSession: false } })
  const { error } = await owner.auth.signInWithPassword({ email: stack.DEMO_EMAIL, password: stack.DEMO_PASSWORD })
  if (error) throw error
  return owner
}

/** Answers whoever wrote this text. */
export async function answer(owner: SupabaseClient, text: string, reply: string): Promise<void> {
  const { data } = await owner.from('messages').select('conversation_id').eq('body', text).single().throwOnError()
  const given = { conversation_id: data.conversation_id, id: crypto.randomUUID(), body: reply }
  await owner.rpc('send_message', given).throwOnError()
}

/** What happens each minute, now: what Realtime keeps of those who were erased goes. */
export async function finishErasures(stack: Stack): Promise<void> {
  const sql = postgres(stack.DB_URL, { max: 1, onnotice: () => undefined })
  try {
    await sql`select private.finish_erasures()`
  } finally {
    await sql.end()
  }
}
