import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Lifetime } from '../lifetime.ts'
import { ROOT } from '../places.ts'
import { freePort } from '../postgres/port.ts'
import { serveAppWithVite } from './servers.ts'

test('while developing, nobody reads keys and people’s files out of the data folder', async () => {
  const lifetime = new Lifetime()
  onTestFinished(() => lifetime.end())
  const port = await freePort()
  // Any folder of the checkout may be the one with the data: here it is `demo`.
  await serveAppWithVite(port, {}, join(ROOT, 'demo'), lifetime)
  const statusOf = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status
  for (const path of ['/demo/index.html', '/demo/index.html?raw', `/@fs${ROOT}demo/index.html`])
    expect([path, await statusOf(path)]).toEqual([path, 403])
  for (const path of ['/docs/api.md', `/@fs${ROOT}docs/api.md`])
    expect([path, await statusOf(path)]).toEqual([path, 200])
})
