import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
}
const COMPRESS = {
  // Each file once, and while somebody waits for it: the best compression would take ten times as long for 3 %.
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
}
const COMPRESSIBLE = /text|json|svg|manifest/
/** Their name changes with their content. */
const HASHED = /^\/assets\//

export interface PagesOptions {
  folder: string
  /** Filled into HTML where it stands between percent signs. Asked for each page: a reset changes it. */
  placeholders: () => Record<string, string>
  /** Path prefixes whose pages are drawn by index.html: the app's own routes. */
  appRoutes?: RegExp
  /** Draws the page for what is not there, for who asks for a page. */
  notFoundPage?: string
  /** HTML pages that other sites may put in a frame. */
  framedAnywhere?: string[]
  /** What pages may load and run, as a Content-Security-Policy says it. */
  policy?: string
  /** More headers of a file, `/page.html`; they go over ours. */
  headersOf?: (file: string) => Record<string, string>
}

/** Serves a folder of built files as a production host would: HTML always asked for anew, hashed files kept for ever. */
export function createPages(options: PagesOptions) {
  const { folder, placeholders, appRoutes, notFoundPage, framedAnywhere = [], policy, headersOf } = options
  const compressed = new Map<string, Promise<Buffer>>() // by encoding and ETag: what changes has another

  return async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Method not allowed\n', { status: 405 })
    const asked = await find(folder, new URL(request.url).pathname, appRoutes)
    const status = asked ? 200 : 404
    const found = asked ?? (request.headers.get('accept')?.includes('text/html') ? notFoundPage : undefined)
    if (!found) return new Response('Not found\n', { status, headers: { 'content-type': 'text/plain' } })

    const raw = await readFile(join(folder, found))
    const isPage = extname(found) === '.html'
    const body = isPage ? Buffer.from(fill(raw.toString('utf8'), placeholders())) : raw
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const type = TYPES[extname(found)] ?? 'application/octet-stream'
    const headers = new Headers({
      'content-type': type,
      'cache-control': HASHED.test(found) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      etag,
    })
    if (isPage) {
      const rules = [policy, framedAnywhere.includes(found) ? undefined : "frame-ancestors 'self'"]
      headers.set('content-security-policy', rules.filter(Boolean).join('; '))
    }
    for (const [name, value] of Object.entries(headersOf?.(found) ?? {})) headers.set(name, value)
    if (asked && request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
    if (!COMPRESSIBLE.test(type)) return new Response(body, { status, headers })
    headers.set('vary', 'accept-encoding')
    const encoding = encodingFor(request.headers.get('accept-encoding') ?? '')
    if (!encoding) return new Response(body, { status, headers })
    headers.set('content-encoding', encoding)
    const packed = compressed.get(encoding + etag) ?? COMPRESS[encoding](body)
    compressed.set(encoding + etag, packed)
    return new Response(new Uint8Array(await packed), { status, headers })
  }
}

function encodingFor(accepted: string): keyof typeof COMPRESS | null {
  return /\bbr\b/.test(accepted) ? 'br' : accepted.includes('gzip') ? 'gzip' : null
}

/** The file of a path, as `/page.html`; a folder's index.html; the app's page for its routes. */
async function find(folder: string, pathname: string, appRoutes?: RegExp): Promise<string | undefined> {
  let path: string
  try {
    path = normalize(decodeURIComponent(pathname))
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.split(/[/\\]/).some((part) => part.startsWith('.'))) return undefined
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]
  for (const candidate of candidates) {
    const isFile = await stat(join(folder, candidate)).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isFile) return candidate
  }
  return appRoutes?.test(path) ? '/index.html' : undefined
}

/** `%NAME%` becomes its value, escaped for an attribute. Names that are not known stay. */
export function fill(html: string, values: Record<string, string>): string {
  return html.replaceAll(/%([A-Z][A-Z0-9_]*)%/g, (placeholder, name: string) => {
    const value = values[name]
    return value === undefined
      ? placeholder
      : value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  })
}
