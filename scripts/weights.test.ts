import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { beforeAll, expect, test, vi } from 'vitest'
import { en } from '../src/i18n/en/index.ts'
import { fr } from '../src/i18n/fr/index.ts'
import { buildLoader } from './loader.ts'
import { buildChat } from './widget.ts'

// What other people's pages carry. In bytes as a server sends them, brotli.

const brotli = (codes: string[]) => codes.reduce((sum, code) => sum + brotliCompressSync(code).length, 0)

let firstScreen: string
let weights: Record<'loader' | 'panel' | 'firstScreen' | 'firstMessage', number>

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production') // Vite builds what the environment says, and here it says `test`
  const chat = await buildChat()
  firstScreen = chat.firstScreen.join('\n')
  weights = {
    loader: brotli([await buildLoader('widget.js')]),
    panel: brotli([await buildLoader('widget-panel.js')]),
    firstScreen: brotli(chat.firstScreen),
    firstMessage: brotli(chat.firstMessage),
  }
}, 60_000)

test.each([
  ['loader', 4_000, 'widget.js, on every page'],
  ['panel', 4_000, 'widget-panel.js, with the first intent'],
  ['firstScreen', 90_000, 'the scripts of the chat’s first screen'],
] as const)('%s: at most %i bytes for %s', (part, limit, what) => {
  console.info(`${what}: ${(weights[part] / 1000).toFixed(2)} kB brotli of ${limit / 1000}`)
  expect(weights[part]).toBeLessThanOrEqual(limit)
})

test('a customer loads what they can be told, and not what only agents are', () => {
  for (const {
    chat,
    errors: { hints },
  } of [en, fr]) {
    expect(firstScreen).toContain(hints.blocked)
    expect(firstScreen).toContain(chat.closedHint)
    expect(firstScreen).not.toContain(chat.event.identified)
    expect(firstScreen).not.toContain(hints.last_owner)
    expect(firstScreen).not.toContain(hints.merge_into_verified)
  }
})

test.each([
  ['README.md', /([\d.]+) kB/g],
  ['README.fr.md', /([\d,]+) ko/g],
])('%s says what they weigh, rounded as it is written', (file, weight) => {
  const row = /^\| \*\*Causerie\*\* .*$/m.exec(readFileSync(file, 'utf8'))?.[0] ?? ''
  const written = [...row.matchAll(weight)].map(([, number]) => String(number).replace(',', '.'))
  const { loader, panel, firstScreen, firstMessage } = weights
  const rounded = [loader, panel, firstScreen, firstMessage].map((bytes, i) =>
    (bytes / 1000).toFixed(written[i]?.split('.')[1]?.length ?? 0),
  )
  expect(written).toEqual(rounded)
})
