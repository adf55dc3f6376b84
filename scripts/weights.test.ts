import { brotliCompressSync } from 'node:zlib'
import { beforeAll, expect, test, vi } from 'vitest'
import { buildLoader } from './loader.ts'
import { buildFirstScreen } from './widget.ts'

// What other people's pages carry. In bytes as a server sends them, brotli.

const brotli = (codes: string[]) => codes.reduce((sum, code) => sum + brotliCompressSync(code).length, 0)

// Vite builds what the environment says, and here it says `test`.
beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'))

test('widget.js, on every page, weighs at most 4 kB', async () => {
  const bytes = brotli([await buildLoader('widget.js')])
  console.info(`widget.js: ${(bytes / 1000).toFixed(2)} kB brotli of 4`)
  expect(bytes).toBeLessThanOrEqual(4_000)
})

test('widget-panel.js, with the first intent, weighs at most 4 kB', async () => {
  const bytes = brotli([await buildLoader('widget-panel.js')])
  console.info(`widget-panel.js: ${(bytes / 1000).toFixed(2)} kB brotli of 4`)
  expect(bytes).toBeLessThanOrEqual(4_000)
})

test('the scripts of the chat’s first screen weigh at most 90 kB', { timeout: 60_000 }, async () => {
  const bytes = brotli(await buildFirstScreen())
  console.info(`The chat's first screen: ${(bytes / 1000).toFixed(1)} kB brotli of 90`)
  expect(bytes).toBeLessThanOrEqual(90_000)
})
