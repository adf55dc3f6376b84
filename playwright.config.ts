import { createServer } from 'node:net'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import chromium from '@sparticuz/chromium'
import { makeDisposableFolder } from './supabase/local/postgres/disposable.ts'

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}

// The file is read again in each worker: what the first reading chose is kept in the environment, which workers inherit.
if (!process.env.CAUSERIE_E2E) {
  process.env.CAUSERIE_E2E = '1'
  process.env.CAUSERIE_REALTIME_PRIVATE_ONLY = '1' // as in production: no channel of ours is public
  process.env.CAUSERIE_API_PORT = String(await freePort())
  process.env.CAUSERIE_DB_PORT = String(await freePort())
  process.env.CAUSERIE_APP_PORT = String(await freePort())
  process.env.CAUSERIE_DEMO_PORT = String(await freePort())
  const folder = makeDisposableFolder()
  process.env.CAUSERIE_DATA_DIR = join(folder, 'data')
  process.once('exit', () => rmSync(folder, { recursive: true, force: true })) // some 70 MB; the stack has ended by then
}

export default defineConfig<object, { where: string }>({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2, // a third has nothing left of two cores: measured, it takes longer
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    video: 'off', // needs ffmpeg, which no package brings
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: await chromium.executablePath(),
      // Not chromium.args: those switch off web security, and tests of origins would mean nothing.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'stories', testIgnore: /killed|limits/ },
    // Some of them once more, on a stack of their own with the quotas of Supabase's Free plan.
    { name: 'free', grep: /@free/, use: { where: 'free' } },
    { name: 'outage', testMatch: /killed/, dependencies: ['stories'] }, // they take the machine's time
  ],
  webServer: {
    command: 'node supabase/local/cli.ts start',
    url: `http://127.0.0.1:${process.env.CAUSERIE_DEMO_PORT}/`,
    timeout: 90_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGINT', timeout: 15_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
