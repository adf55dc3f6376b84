import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { createPages, fill } from './pages.ts'

const root = mkdtempSync(join(tmpdir(), 'causerie-pages-'))
const folder = join(root, 'dist')
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(join(root, 'secret.txt'), 'secret')
writeFileSync(join(folder, '.build-hash'), 'hidden')
writeFileSync(join(folder, 'index.html'), '<meta content="%VITE_SUPABASE_URL%"><p>100% of %UNKNOWN%</p>')
writeFileSync(join(folder, 'widget.html'), 'widget')
writeFileSync(join(folder, 'assets', 'app-1234.js'), 'export {}')
afterAll(() => rmSync(root, { recursive: true, force: true }))

const pages = createPages({
  folder,
  placeholders: () => ({ VITE_SUPABASE_URL: 'http://127.0.0.1:54321' }),
  appRoutes: /^\/admin(\/|$)/,
  notFoundPage: '/index.html',
  framedAnywhere: ['/widget.html'],
  policy: "script-src 'self'",
  headersOf: (file): Record<string, string> =>
    file === '/widget.html' ? { 'cross-origin-resource-policy': 'cross-origin' } : {},
})
const get = (path: string, headers = {}): Promise<Response> =>
  pages(new Request(`http://localhost${path}`, { headers }))

test('pages are filled in and always asked for anew', async () => {
  const answer = await get('/')
  expect(await answer.text()).toBe('<meta content="http://127.0.0.1:54321"><p>100% of %UNKNOWN%</p>')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const again = await get('/', { 'if-none-match': answer.headers.get('etag') })
  expect(again.status).toBe(304)
})

test('the app draws its own routes; other paths are not found', async () => {
  expect(await (await get('/admin/chat/some-id')).text()).toContain('<meta')
  expect((await get('/admin')).status).toBe(200)
  for (const path of ['/nothing', '/assets/missing.js', '/administrator', '/assets/'])
    expect((await get(path)).status).toBe(404)
})

test('who asks for a page that is not there gets one that says so; who asks for a file does not', async () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip' }
  const answer = await get('/nothing', browser)
  expect(answer.status).toBe(404)
  expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toContain('<meta')
  expect((await get('/nothing', { ...browser, 'if-none-match': answer.headers.get('etag') })).status).toBe(404)
  expect(await (await get('/assets/missing.js', { accept: '*/*' })).text()).toBe('Not found\n')
})

test('hashed files are kept for ever, and compressed for who understands it', async () => {
  const plain = await get('/assets/app-1234.js')
  expect(plain.headers.get('cache-control')).toContain('immutable')
  expect(plain.headers.get('content-encoding')).toBeNull()
  const packed = await get('/assets/app-1234.js', { 'accept-encoding': 'gzip' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const smallest = await get('/assets/app-1234.js', { 'accept-encoding': 'gzip, deflate, br, zstd' })
  expect(smallest.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(Buffer.from(await smallest.arrayBuffer())).toString()).toBe('export {}')
  expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe('export {}')
})

test('pages run scripts of their own only, and only the widget may stand in a foreign frame', async () => {
  expect((await get('/')).headers.get('content-security-policy')).toBe("script-src 'self'; frame-ancestors 'self'")
  expect((await get('/widget.html')).headers.get('content-security-policy')).toBe("script-src 'self'")
})

test('a file may have headers of its own', async () => {
  expect((await get('/widget')).headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect((await get('/')).headers.get('cross-origin-resource-policy')).toBeNull()
})

test('nothing outside the folder is served, and nothing hidden', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/.build-hash',
    '/%00',
    '/%',
  ]) {
    expect((await get(path)).status).toBe(404)
  }
})

test('what is filled in cannot leave its attribute', () => {
  expect(fill('<a href="%X%">', { X: '"><script>' })).toBe('<a href="&quot;>&lt;script>">')
})
