import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { buildLoader, LOADER_SCRIPTS } from './loader.ts'
import { scriptsOf, WIDGET_BUILD } from './widget.ts'

/** What a page loads before anybody chats, and what the chat loads when they do. In kB of 1,000 bytes; `npm test` holds the first three. */
type Weight = { what: string; files: string[]; limitKb: number }

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

// Two builds: app and widget stand on different origins in production, where sharing a chunk saves nobody anything
// and splitting it costs every customer a few kB.
rmSync(dist, { recursive: true, force: true })
await build({ logLevel: 'error', build: { emptyOutDir: false, rolldownOptions: { input: 'index.html' } } })
await build(WIDGET_BUILD)
for (const script of LOADER_SCRIPTS) writeFileSync(dist + script, await buildLoader(script))

const page = (name: string): string => readFileSync(dist + name, 'utf8')
const weights: Weight[] = [
  { what: 'widget.js, on every page', files: ['widget.js'], limitKb: 4 },
  { what: 'widget-panel.js, on intent', files: ['widget-panel.js'], limitKb: 4 },
  { what: 'chat, first screen', files: scriptsOf(page('widget.html')), limitKb: 90 },
  { what: 'app, first load', files: scriptsOf(page('index.html')), limitKb: 220 },
]
for (const { what, files, limitKb } of weights) {
  const gzip = kilobytes(files, (bytes) => gzipSync(bytes, { level: 9 }))
  const brotli = kilobytes(files, brotliCompressSync)
  const verdict = `  (limit ${limitKb} kB brotli${brotli > limitKb ? ': over' : ''})`
  console.log(
    `${what.padEnd(28)}${gzip.toFixed(1).padStart(7)} kB gzip ${brotli.toFixed(1).padStart(7)} kB brotli${verdict}`,
  )
}

function kilobytes(files: string[], compress: (bytes: Buffer) => Buffer): number {
  return files.reduce((sum, file) => sum + compress(readFileSync(dist + file)).length, 0) / 1000
}
