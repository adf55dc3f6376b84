import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'

/** `localhost`, names under it, and bare addresses, with or without a port. */
const OWN = /^(?:localhost|[a-z0-9.-]+\.localhost|[\d.]+|\[[\d:a-f.]+\])(?::\d+)?$/i

/**
 * Whether the request names this machine. Listening on loopback keeps other machines out, not other websites: any of them can let its
 * own name point to 127.0.0.1 and would then read our pages, with the key in them, as its own. Who sends no name is no browser.
 */
export function namesThisMachine({ headers: { host } }: IncomingMessage): boolean {
  return host === undefined || host === '' || OWN.test(host)
}

/** A server that answers to the names of this machine only. */
export function createLocalServer(listener: RequestListener): Server {
  return createServer((request, response) => {
    if (namesThisMachine(request)) return listener(request, response)
    response.writeHead(421, { 'content-type': 'text/plain', connection: 'close' })
    response.end('This server answers to localhost only. A tunnel must rewrite the Host header.\n')
  })
}
