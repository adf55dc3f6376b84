import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@supabase/supabase-js'
import type { Stack } from './stack.ts'

/** A contact without a browser, who writes without end and says each thing until it is stored. */
export type Writer = {
  /** Ends with what is under way. @returns the conversation, and all that was said, in order */
  finish: () => Promise<{ id: string; texts: string[] }>
}

export async function startWriter(stack: Stack, name: string, everyMs: number): Promise<Writer> {
  const client = createClient(stack.API_URL, stack.PUBLISHABLE_KEY, {
    auth: { persistSession: false, storageKey: name },
  })
  const signIn = await client.auth.signInAnonymously()
  if (signIn.error) throw signIn.error
  const id = randomUUID()
  const texts = [`${name} 0`]
  const begun = await client.rpc('start_conversation', {
    inbox_key: stack.DEMO_INBOX_KEY,
    id,
    message_id: randomUUID(),
    body: texts[0],
  })
  if (begun.error) throw new Error(begun.error.message)

  const end = new AbortController()
  const writing = (async () => {
    while (!end.signal.aborted) {
      await pause(everyMs)
      const body = `${name} ${texts.length}`
      const message = { conversation_id: id, id: randomUUID(), body }
      for (;;) {
        const { error, status } = await client.rpc('send_message', message)
        if (!error) break
        if (status !== 0 && status !== 404 && status < 500) throw new Error(`${status} ${error.code} ${error.message}`)
        await pause(everyMs)
      }
      texts.push(body)
    }
  })()
  return {
    async finish() {
      end.abort()
      await writing
      return { id, texts }
    },
  }
}
