import { ask, asCauserieError, CauserieError, passes } from '@/lib/errors'
import { uploadFile } from '@/lib/files'
import type { Client } from '@/lib/supabase'
import { backoffMs } from '@/lib/time'
import type { Attachment } from '../shapes'
import { isPicture, type Rules } from './files'
import { prepare } from './resize'

export interface Upload {
  id: string
  conversationId: string
  original: File
  rules: Rules | null
  client: Client
  enter: (conversationId: string) => Promise<{ inbox_key?: string }>
  signal: AbortSignal
  onPrepared: (file: Blob, isImage: boolean) => void
  onState: (state: { state: 'uploading' | 'waiting'; progress: number }) => void
}

interface Reserved {
  bucket: string
  path: string
}

/** So often a cut upload is begun anew by itself. */
const TRIES = 6

/** One file, from what the person gave to what a message may cite. Each step may be done twice. @throws CauserieError, or what aborted it */
export async function upload(job: Upload): Promise<Attachment> {
  const { id, original, rules, client, signal, onPrepared, onState } = job
  const type = original.type || 'application/octet-stream'
  if (rules && !rules.types.includes(type)) throw refused('attachment_type_refused')
  const { file, size } = await prepare(original)
  onPrepared(file, size !== null && isPicture(original.type))
  if (rules && file.size > rules.max_bytes) throw refused('attachment_too_large')
  if (file.size === 0) throw refused('attachment_empty')
  const body = file.type === type ? file : new Blob([file], { type })

  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted()
    try {
      onState({ state: 'uploading', progress: 0 })
      const { bucket, path } = await reserve(job, type, file.size)
      await uploadFile(client, `${bucket}/${path}`, body, {
        signal,
        onProgress: (progress) => onState({ state: 'uploading', progress }),
      })
      return await ask<Attachment>(client.rpc('finish_attachment', { id, ...size }))
    } catch (thrown) {
      signal.throwIfAborted()
      const error = asCauserieError(thrown)
      if (!passes(error) || tries >= TRIES) throw error
      onState({ state: 'waiting', progress: 0 })
      await patience(backoffMs(tries, { baseMs: 1_000, capMs: 15_000 }), signal)
    }
  }
}

async function reserve({ id, conversationId, original, client, enter }: Upload, type: string, size: number) {
  const more = await enter(conversationId)
  return ask<Reserved>(
    client.rpc('begin_attachment', { conversation_id: conversationId, id, name: original.name, type, size, ...more }),
  )
}

// The same word as the server's, without asking it.
const refused = (hint: string) => new CauserieError('The inbox doesn’t take this file.', { trouble: 'refused', hint })

/** Until the time is over, or the network is back. */
function patience(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
