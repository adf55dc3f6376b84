import { createServer } from 'node:http'
import type { Page } from '@playwright/test'

/** Notes what any frame of the page reports of its own policy: `policyViolations()` tells. */
export async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { violations: heard })
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      heard.push(`${location.pathname}: ${effectiveDirective} ${blockedURI}`),
    )
  })
  return async () => {
    const all = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => (window as Window & { violations?: string[] }).violations)),
    )
    return all.flatMap((heard) => heard ?? ['a frame without the watcher'])
  }
}

export type HostPage = { url: string; close: () => Promise<void> }

/** A page of somebody's, at an origin of its own. A real server: pages that a test makes up may not load from this machine. */
export async function serveHostPage(html: string, headers: Record<string, string> = {}): Promise<HostPage> {
  const server = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(204).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
    return response.end(`<!doctype html><title>Host</title><meta name="viewport" content="width=device-width">${html}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The host has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
