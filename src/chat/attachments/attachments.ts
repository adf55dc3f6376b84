import { v7 as uuidv7 } from 'uuid'
import { asCauserieError, CauserieError, tell } from '@/lib/errors'
import type { Storage } from '@/lib/storage'
import { createStore, type Store } from '@/lib/store'
import type { Client } from '@/lib/supabase'
import type { Attachment } from '../shapes'
import { isPicture, MAX_FILES, type PendingFile, type Rules } from './files'
import { createLinks, type Links } from './links'
import { parts } from './parts'

/**
 * The files that stand in composers, by conversation: shrunk, reserved, uploaded and finished while the person goes on writing. Trouble that
 * passes is waited out; what is ready survives a reload, what is under way doesn't (a page can't keep a file that it was given).
 */
export interface Attachments {
  pending: Store<ReadonlyMap<string, readonly PendingFile[]>>
  links: Links
  /** Reads what an earlier page had ready. */
  restore: (conversationId: string) => void
  /** @param rules what the inbox takes, as far as known: the server has the last word */
  add: (conversationId: string, files: readonly File[], rules: Rules | null) => void
  remove: (conversationId: string, id: string) => void
  retry: (conversationId: string, id: string) => void
  /** What goes with a message: all of them, and they leave the composer. Null while one isn't ready. */
  take: (conversationId: string) => Attachment[] | null
  /** Back into the composer: the message was taken back. */
  giveBack: (conversationId: string, attachments: readonly Attachment[]) => void
  forget: () => void
}

export interface AttachmentsOptions {
  client: Client
  storage: Storage
  prefix: string
  /** Settles once the outbox has in storage what was sent: until then it stays here, too. */
  outboxKept: () => Promise<unknown>
  /** Makes the contact's session, and says which inbox a conversation is for that hasn't begun. */
  enter: (conversationId: string) => Promise<{ inbox_key?: string }>
}

export function createAttachments({ client, storage, prefix, outboxKept, enter }: AttachmentsOptions): Attachments {
  const pending = createStore<ReadonlyMap<string, readonly PendingFile[]>>(new Map())
  const links = createLinks(client)
  const originals = new Map<string, { original: File; rules: Rules | null }>()
  const running = new Map<string, AbortController>()
  const restored = new Set<string>()
  const keyOf = (conversationId: string) => `${prefix}:files:${conversationId}`

  const filesOf = (conversationId: string) => pending.get().get(conversationId) ?? []

  function put(conversationId: string, files: readonly PendingFile[]) {
    const next = new Map(pending.get())
    if (files.length > 0) next.set(conversationId, files)
    else next.delete(conversationId)
    pending.set(next)
  }

  function change(conversationId: string, id: string, fields: Partial<PendingFile>) {
    const files = filesOf(conversationId)
    const at = files.findIndex((file) => file.id === id)
    if (at >= 0) put(conversationId, files.with(at, { ...files[at], ...fields } as PendingFile))
  }

  async function keep(conversationId: string) {
    await Promise.resolve() // what was taken is given to the outbox in the same breath
    await outboxKept()
    const ready = filesOf(conversationId).flatMap((file) => (file.state === 'ready' ? [file.attachment] : []))
    try {
      if (ready.length > 0) await storage.setItem(keyOf(conversationId), JSON.stringify(ready))
      else await storage.removeItem(keyOf(conversationId))
    } catch {
      // Full or forbidden: they last as long as the page.
    }
  }

  async function readKept(conversationId: string) {
    let kept: Attachment[] = []
    try {
      kept = parseKept(await storage.getItem(keyOf(conversationId)))
    } catch {
      return // nothing can be read here
    }
    const known = new Set(filesOf(conversationId).map(({ id }) => id))
    const missing = kept.filter(({ id }) => !known.has(id)).map(asPending)
    if (missing.length > 0) put(conversationId, [...missing, ...filesOf(conversationId)])
  }

  async function run(conversationId: string, id: string) {
    const given = originals.get(id)
    if (!given || running.has(id)) return
    const controller = new AbortController()
    running.set(id, controller)
    try {
      change(conversationId, id, { state: 'preparing' })
      const { upload } = await parts.uploads()
      const attachment = await upload({
        ...given,
        id,
        conversationId,
        client,
        enter,
        signal: controller.signal,
        onPrepared(file, isImage) {
          if (controller.signal.aborted) return
          change(conversationId, id, { size: file.size, ...(isImage && { previewUrl: previewOf(id, file) }) })
        },
        onState: (state) => change(conversationId, id, state),
      })
      const preview = previews.get(id)
      if (preview) links.seed(attachment.path, preview)
      change(conversationId, id, { state: 'ready', attachment, name: attachment.name, size: attachment.size })
      originals.delete(id)
      await keep(conversationId)
    } catch (thrown) {
      if (!controller.signal.aborted) change(conversationId, id, { state: 'failed', error: asCauserieError(thrown) })
    } finally {
      running.delete(id)
    }
  }

  /** Each keeps its picture in memory until it is let go. */
  const previews = new Map<string, string>()
  function previewOf(id: string, file: Blob): string {
    const url = previews.get(id) ?? URL.createObjectURL(file)
    previews.set(id, url)
    return url
  }
  function letGo(id: string) {
    const url = previews.get(id)
    if (url !== undefined) URL.revokeObjectURL(url)
    previews.delete(id)
  }

  return {
    pending: { get: pending.get, subscribe: pending.subscribe },
    links,
    restore(conversationId) {
      if (restored.has(conversationId)) return
      restored.add(conversationId)
      void readKept(conversationId)
    },
    add(conversationId, files, rules) {
      const before = filesOf(conversationId)
      const added = files.map((file, i): PendingFile => {
        const id = uuidv7()
        const base = { id, name: file.name || 'file', type: file.type, size: file.size, previewUrl: null }
        if (before.length + i >= MAX_FILES) return { ...base, state: 'failed', error: tooMany() }
        originals.set(id, { original: file, rules })
        return { ...base, state: 'preparing' }
      })
      put(conversationId, [...before, ...added])
      for (const { id } of added) void run(conversationId, id)
    },
    remove(conversationId, id) {
      const file = filesOf(conversationId).find((other) => other.id === id)
      if (!file) return
      running.get(id)?.abort()
      originals.delete(id)
      put(
        conversationId,
        filesOf(conversationId).filter((other) => other.id !== id),
      )
      if (file.state === 'ready') links.drop(file.attachment.path)
      letGo(id)
      void keep(conversationId)
      // A lost word costs nothing: what isn't sent goes by itself after a while.
      if (file.state !== 'preparing' && file.state !== 'failed')
        void tell(client.rpc('discard_attachment', { id })).catch(() => undefined)
    },
    retry: (conversationId, id) => void run(conversationId, id),
    take(conversationId) {
      const files = filesOf(conversationId)
      const ready = files.flatMap((file) => (file.state === 'ready' ? [file.attachment] : []))
      if (ready.length < files.length) return null
      if (ready.length > 0) {
        put(conversationId, [])
        void keep(conversationId)
      }
      return ready
    },
    giveBack(conversationId, attachments) {
      put(conversationId, [...attachments.map(asPending), ...filesOf(conversationId)])
      void keep(conversationId)
    },
    forget() {
      for (const controller of running.values()) controller.abort()
      for (const conversationId of new Set([...pending.get().keys(), ...restored])) {
        put(conversationId, [])
        void keep(conversationId)
      }
      for (const id of previews.keys()) letGo(id)
      links.forget()
      originals.clear()
      restored.clear()
    },
  }

  function asPending(attachment: Attachment): PendingFile {
    const { id, name, type, size, path } = attachment
    return { id, name, type, size, state: 'ready', attachment, previewUrl: isPicture(type) ? links.known(path) : null }
  }
}

const tooMany = () =>
  new CauserieError('A message has at most ten files.', { trouble: 'refused', hint: 'attachments_too_many' })

function parseKept(text: string | null): Attachment[] {
  if (!text) return []
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.filter(isAttachment).slice(0, MAX_FILES) : []
}

function isAttachment(value: unknown): value is Attachment {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, type, size, path } = value as Record<string, unknown>
  return [id, name, type, path].every((text) => typeof text === 'string') && typeof size === 'number'
}
