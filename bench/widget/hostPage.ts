import { createServer } from 'node:http'

export type HostPage = { url: string; close: () => Promise<void> }

/**
 * Somebody's page, blank but for a heading and a paragraph (something must be the largest paint). `?embed` brings the widget.
 * At `localhost`, while the widget is at 127.0.0.1: two sites to the browser, as in production, and so two processes.
 */
export async function serveHostPage(appUrl: string, inboxKey: string): Promise<HostPage> {
  const tag = `<script async src="${appUrl}/widget.js" data-inbox="${inboxKey}" data-locale="en"></script>`
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/?')) return response.writeHead(204).end()
    response.writeHead(200, { 'content-type': 'text/html' })
    return response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Host</title><body><h1>A page</h1><p>${'Some words that fill a paragraph of a page. '.repeat(40)}</p>${request.url.includes('embed') ? tag : ''}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The host page has no port.')
  return {
    url: `http://localhost:${address.port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
