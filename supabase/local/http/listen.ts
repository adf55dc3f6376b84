import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { PortTakenError } from '../postgres/complaints.ts'

/** Every connection of a server, upgraded ones too: those `closeAllConnections` does not know. */
const connections = new WeakMap<Server, Set<Socket>>()

/** @returns the port, chosen by the system for 0 */
export function listenOnLoopback(http: Server, port: number): Promise<number> {
  const open = new Set<Socket>()
  connections.set(http, open)
  http.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error)
    })
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}

export function closeServer(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
    for (const socket of connections.get(http) ?? []) socket.destroy() // a socket that came while we stopped would keep us
  })
}
