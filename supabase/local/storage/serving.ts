import { Readable } from 'node:stream'
import { refusals } from './errors.ts'
import type { Files } from './files.ts'

/** A row of storage.objects, as far as serving it needs. */
export interface StoredObject {
  name: string
  version: string
  updated_at: Date
  metadata: { eTag?: string; mimetype?: string; cacheControl?: string } | null
}

/** What a browser may show inside a page without any script in it ever running. */
const INLINE =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf|text\/plain)$/

/** An object's bytes: whole, in part, or not at all where the caller has them. @throws StorageError */
export async function serve(files: Files, object: StoredObject, request: Request): Promise<Response> {
  const size = await files.sizeOf(object.version)
  if (size === null) throw refusals.noObject()
  const { eTag = '', mimetype = 'application/octet-stream', cacheControl = 'no-cache' } = object.metadata ?? {}
  const headers = new Headers({
    'content-type': mimetype,
    'cache-control': cacheControl,
    etag: eTag,
    'last-modified': new Date(object.updated_at).toUTCString(),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin', // pages of any origin embed what they hold a link to
  })
  const disposition = dispositionOf(object, mimetype, new URL(request.url).searchParams.get('download'))
  if (disposition) headers.set('content-disposition', disposition)

  if (isKnown(request.headers, eTag, object.updated_at)) return new Response(null, { status: 304, headers })
  const range = rangeOf(request.headers.get('range'), size)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  headers.set('content-length', String(end - start + 1))
  if (range) headers.set('content-range', `bytes ${start}-${end}/${size}`)
  const isEmpty = request.method === 'HEAD' || size === 0
  const body = isEmpty ? null : (Readable.toWeb(files.read(object.version, { start, end })) as ReadableStream)
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** A document that could run something is never shown, only saved, whatever was asked for. */
function dispositionOf({ name }: StoredObject, type: string, download: string | null): string | null {
  const isShown = INLINE.test(type.split(';')[0]?.trim().toLowerCase() ?? '')
  if (download === null && isShown) return null
  const fileName = download || name.split('/').at(-1) || 'file'
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

function isKnown(headers: Headers, eTag: string, updatedAt: Date): boolean {
  const match = headers.get('if-none-match')
  if (match !== null)
    return match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === eTag || tag.trim() === '*')
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return Number.isFinite(since) && Math.floor(new Date(updatedAt).getTime() / 1000) * 1000 <= since
}

/** One range; several, or what is none, are answered with the whole, as the standard allows. */
function rangeOf(header: string | null, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match) return null
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start >= size || (from === '' && Number(to) === 0)) return 'unsatisfiable'
  return end < start ? null : { start, end }
}
