import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { buildLoader, LOADER_SCRIPTS } from './loader.ts'

/** What a page loads before anybody chats, and what the chat loads when they do. In kB, as performance.md counts. */
type Weight = { what: string; files: string[]; limitKb: number }

/** React's names, for a build that takes Preact in its place. */
const PREACT = {
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
}

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

// Two builds: app and widget stand on different origins in production, where sharing a chunk saves nobody anything
// and splitting it costs every customer a few kB.
rmSync(dist, { recursive: true, force: true })
// The widget's build speaks to Preact under React's name: what every customer loads weighs a third less.
await build({ logLevel: 'error', build: { emptyOutDir: false, rolldownOptions: { input: 'index.html' } } })
await build({
  logLevel: 'error',
  build: { emptyOutDir: false, rolldownOptions: { input: 'widget.html' } },
  resolve: { alias: PREACT },
})
for (const script of LOADER_SCRIPTS) writeFileSync(dist + script, await buildLoader(script))

const weights: Weight[] = [
  { what: 'widget.js, on every page', files: ['widget.js'], limitKb: 4 },
  { what: 'widget, first load', files: scriptsOf('widget.html'), limitKb: 140 },
  { what: 'app, first load', files: scriptsOf('index.html'), limitKb: 250 },
]
for (const { what, files, limitKb } of weights) {
  const gzip = kilobytes(files, (bytes) => gzipSync(bytes, { level: 9 }))
  const brotli = kilobytes(files, brotliCompressSync)
  const verdict = `  (limit ${limitKb} kB gzip${gzip > limitKb ? ': over' : ''})`
  console.log(
    `${what.padEnd(26)}${gzip.toFixed(1).padStart(7)} kB gzip ${brotli.toFixed(1).padStart(7)} kB brotli${verdict}`,
  )
}

/** The scripts that a page's HTML names: its entry and all that the entry imports at once. */
function scriptsOf(page: string): string[] {
  const html = readFileSync(dist + page, 'utf8')
  return [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => String(file))
}

function kilobytes(files: string[], compress: (bytes: Buffer) => Buffer): number {
  return files.reduce((sum, file) => sum + compress(readFileSync(dist + file)).length, 0) / 1000
}
