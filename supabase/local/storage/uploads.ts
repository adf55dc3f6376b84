import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Sql } from 'postgres'
import { probe, type Caller } from './callers.ts'
import { refusals } from './errors.ts'
import type { Files } from './files.ts'

export interface Address {
  bucketId: string
  name: string
}

interface Incoming {
  content: Readable
  type: string
  cacheControl: string
  /** As far as the request says. */
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

  const incoming = await incomingFile(request, limit)
  if (bucket.allowed_mime_types?.length && !allows(bucket.allowed_mime_types, incoming.type))
    throw refusals.badType(incoming.type)
  const version = randomUUID()
  const owner = typeof caller.claims.sub === 'string' ? caller.claims.sub : null
  const announced = { mimetype: incoming.type, ...(incoming.length !== null && { contentLength: incoming.length }) }
  const ask = (): Promise<void> =>
    probe(sql, caller, async (tx) =>
      upsert
        ? tx`
            insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
            values (${bucketId}, ${name}, ${owner}, ${owner}, ${version}, ${tx.json(announced)})
            on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata`
        : tx`
            insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
            values (${bucketId}, ${name}, ${owner}, ${owner}, ${version}, ${tx.json(announced)})`,
    )
  await ask()

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
    await ask() // what it takes the place of may have been checked and sent while it came
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

/** What a form adds around its file. */
const FORM_BYTES = 65_536

/** The body itself, or the file in a form, which is what supabase-js makes of a Blob; a form is read as a whole, within the limit. */
async function incomingFile(request: Request, limit: number): Promise<Incoming> {
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
  const form = await formOf(request.body, type, limit + FORM_BYTES)
  const file = [...form.values()].find((value) => typeof value !== 'string')
  if (!file) throw refusals.badRequest('No file provided')
  const seconds = form.get('cacheControl')
  const metadata = form.get('metadata')
  return {
    content: Readable.fromWeb(file.stream() as NodeStream<Uint8Array>),
    type: file.type || 'application/octet-stream',
    cacheControl: typeof seconds === 'string' && /^\d+$/.test(seconds) ? `max-age=${seconds}` : 'no-cache',
    length: file.size,
    userMetadata: metadataOf(typeof metadata === 'string' ? metadata : null, 'utf8'),
  }
}

async function formOf(body: ReadableStream<Uint8Array>, type: string, limit: number): Promise<FormData> {
  let size = 0
  const measure = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > limit) controller.error(refusals.tooLarge())
      else controller.enqueue(chunk)
    },
  })
  try {
    return await new Response(body.pipeThrough(measure), { headers: { 'content-type': type } }).formData()
  } catch {
    throw size > limit ? refusals.tooLarge() : refusals.badRequest('The form can not be read')
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
