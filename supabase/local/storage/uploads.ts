import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Sql } from 'postgres'
import { probe, type Caller } from './callers.ts'
import { refusals } from './errors.ts'
import type { Files } from './files.ts'
import { FORM_BYTES, openForm } from './forms.ts'

/** What a header can carry: a form may hold a type in any letters, and its file would then never be served. */
const TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[\x20-\x7e]*)?$/

export interface Address {
  bucketId: string
  name: string
}

interface Incoming {
  content: Readable
  type: string
  cacheControl: string
  /** As far as the request says: of a file in a form, that it is no smaller. */
  length: number | null
  userMetadata: unknown
}

interface Bucket {
  file_size_limit: string | null
  allowed_mime_types: string[] | null
}

export interface UploadOptions {
  sql: Sql
  files: Files
  /** The largest file of any bucket. */
  maxBytes: number
}

/**
 * Takes a file in, as hosted does: first the caller tries to write the row, which is undone; then the file comes; then the service itself
 * writes the row, with what it has measured. A policy on insert therefore sees the size that the caller announces, not the true one.
 */
export async function upload(
  { sql, files, maxBytes }: UploadOptions,
  caller: Caller,
  { bucketId, name }: Address,
  request: Request,
  { upsert }: { upsert: boolean },
): Promise<{ id: string }> {
  const [bucket] = await sql<Bucket[]>`
    select file_size_limit, allowed_mime_types from storage.buckets where id = ${bucketId}`
  if (!bucket) throw refusals.noBucket()
  const limit = Math.min(maxBytes, Number(bucket.file_size_limit ?? maxBytes))
  if (Number(request.headers.get('content-length') ?? 0) > limit + FORM_BYTES) throw refusals.tooLarge()

  const incoming = await incomingFile(request)
  const version = randomUUID()
  const owner = typeof caller.claims.sub === 'string' ? caller.claims.sub : null
  const ask = (length: number | null): Promise<void> =>
    probe(sql, caller, async (tx) => {
      const announced = tx.json({ mimetype: incoming.type, ...(length !== null && { contentLength: length }) })
      return upsert
        ? tx`
            insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
            values (${bucketId}, ${name}, ${owner}, ${owner}, ${version}, ${announced})
            on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata`
        : tx`
            insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
            values (${bucketId}, ${name}, ${owner}, ${owner}, ${version}, ${announced})`
    })
  try {
    if (!TYPE.test(incoming.type)) throw refusals.badType(incoming.type)
    if (bucket.allowed_mime_types?.length && !allows(bucket.allowed_mime_types, incoming.type))
      throw refusals.badType(incoming.type)
    await ask(incoming.length)
  } catch (error) {
    await discard(incoming.content, limit)
    throw error
  }

  const { size, eTag } = await files.receive(incoming.content, version, limit)
  const metadata = {
    eTag,
    size,
    mimetype: incoming.type,
    cacheControl: incoming.cacheControl,
    lastModified: new Date().toISOString(),
    contentLength: size,
    httpStatusCode: 200,
  }
  try {
    await ask(size) // what it takes the place of may have been checked and sent while it came; and it may be larger than announced
    const { id, former } = await sql.begin(async (tx) => {
      const [before] = await tx<{ version: string }[]>`
        select version from storage.objects where bucket_id = ${bucketId} and name = ${name} for update`
      if (before && !upsert) throw refusals.duplicate() // somebody else was faster
      const [row] = await tx<{ id: string }[]>`
        insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata, user_metadata)
        values (${bucketId}, ${name}, ${owner}, ${owner}, ${version}, ${tx.json(metadata)},
          ${incoming.userMetadata ? tx.json(incoming.userMetadata as never) : null})
        on conflict (bucket_id, name) do update
          set version = excluded.version, metadata = excluded.metadata, user_metadata = excluded.user_metadata
        returning id`
      return { id: String(row?.id), former: before?.version }
    })
    if (former) await files.remove([former])
    return { id }
  } catch (error) {
    await files.remove([version])
    throw error
  }
}

/** The body itself, or the file in a form, which is what supabase-js makes of a Blob: either is read as it comes. */
async function incomingFile(request: Request): Promise<Incoming> {
  const type = request.headers.get('content-type') ?? 'application/octet-stream'
  if (!request.body) throw refusals.badRequest('No content provided')
  const length = request.headers.get('content-length')
  if (!/^multipart\/form-data\b/i.test(type)) {
    return {
      content: Readable.fromWeb(request.body as NodeStream<Uint8Array>),
      type,
      cacheControl: request.headers.get('cache-control') ?? 'no-cache',
      length: length === null ? null : Number(length),
      userMetadata: metadataOf(request.headers.get('x-metadata'), 'base64'),
    }
  }
  const form = await openForm(request.body, type)
  const seconds = form.fields.get('cacheControl') ?? ''
  return {
    content: form.content,
    type: form.type,
    cacheControl: /^\d+$/.test(seconds) ? `max-age=${seconds}` : 'no-cache',
    length: length === null ? null : Math.max(Number(length) - FORM_BYTES, 0), // at least
    userMetadata: metadataOf(form.fields.get('metadata') ?? null, 'utf8'),
  }
}

/** Lets a refused file come to its end: a browser that can't finish sending sees no answer. */
async function discard(content: Readable, limit: number): Promise<void> {
  let size = 0
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) if ((size += chunk.length) > limit) break
  } catch {
    // Nobody sends any more.
  }
}

function metadataOf(text: string | null, encoding: 'base64' | 'utf8'): unknown {
  if (!text) return null
  try {
    return JSON.parse(Buffer.from(text, encoding).toString())
  } catch {
    return null // hosted leaves it out as well
  }
}

function allows(types: readonly string[], type: string): boolean {
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return types.some((allowed) =>
    allowed.endsWith('/*') ? bare.startsWith(allowed.slice(0, -1)) : allowed.toLowerCase() === bare,
  )
}
