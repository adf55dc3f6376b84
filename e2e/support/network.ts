import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'

/**
 * The network between one browser and everything else: a forward proxy that can be cut.
 * Chromium sends WebSockets through `CONNECT` and plain HTTP as absolute URLs, so each kind can fail by itself.
 */
export type Network = {
  /** For `browser.newContext({ proxy: { server } })`. */
  url: string
  /** Ends all connections and refuses new ones until `mend()`. */
  cut: () => void
  mend: () => void
  /** Refuses WebSockets only; HTTP goes on. */
  refuseWebSockets: () => void
  close: () => Promise<void>
}

export async function createNetwork(): Promise<Network> {
  let isCut = false
  let webSocketsRefused = false
  const sockets = new Set<Socket>()
  const tunnels = new Set<Socket>()
  const keep = (set: Set<Socket>, socket: Socket) => {
    if (set.has(socket)) return // kept alive from an earlier request
    set.add(socket)
    socket.on('close', () => set.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  const server = createServer((incoming, response) => forward(incoming, response))
  function forward(incoming: IncomingMessage, response: ServerResponse): void {
    const target = new URL(incoming.url ?? '')
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        path: target.pathname + target.search,
        method: incoming.method,
        headers: incoming.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    outgoing.on('error', () => response.destroy())
    outgoing.on('socket', (socket) => keep(sockets, socket))
    incoming.pipe(outgoing)
  }
  server.on('connection', (socket) => {
    if (isCut) socket.destroy()
    else keep(sockets, socket)
  })
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    if (isCut || webSocketsRefused) return socket.destroy()
    const target = new URL(`http://${incoming.url}`)
    const onward = connect(Number(target.port), target.hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket)
      socket.pipe(onward)
    })
    keep(tunnels, onward)
    keep(tunnels, socket)
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  const destroyAll = (set: Set<Socket>) => set.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true
      destroyAll(sockets)
      destroyAll(tunnels)
    },
    mend() {
      isCut = false
    },
    refuseWebSockets() {
      webSocketsRefused = true
      destroyAll(tunnels)
    },
    async close() {
      destroyAll(sockets)
      destroyAll(tunnels)
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
