import type { RealtimeClientOptions } from '@supabase/supabase-js'
import { WebSocket } from 'ws'

/** Sockets for a client that end without a goodbye, as when a train enters a tunnel. */
export function cuttable(): { transport: NonNullable<RealtimeClientOptions['transport']>; cut: () => void } {
  const sockets = new Set<WebSocket>()
  class Cuttable extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
      this.on('close', () => sockets.delete(this))
    }
  }
  return {
    transport: Cuttable as unknown as NonNullable<RealtimeClientOptions['transport']>, // its types differ from the browser's in trifles
    cut() {
      for (const socket of sockets) socket.terminate()
    },
  }
}
