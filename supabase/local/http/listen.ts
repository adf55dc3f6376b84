import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PortTakenError } from '../postgres/complaints.ts'

/** @returns the port, chosen by the system for 0 */
export function listenOnLoopback(http: Server, port: number): Promise<number> {
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
  })
}
