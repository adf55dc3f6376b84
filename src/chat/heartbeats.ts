import type { Store } from '@/lib/store'
import type { Client } from '@/lib/supabase'
import { after, between } from '@/lib/time'
import { on, together } from '@/lib/undo'
import { tell } from '@/lib/errors'
import { contactUser } from './contactSession'

/** Tells the server that somebody is there: SQL must know it, for assignment, "here / away" and whom to tell of typing. */
export interface Heartbeats {
  start: () => () => void
}

const PERIOD_MS = { from: 50_000, to: 65_000 }
/** Leafing through conversations is not looking at each. */
const SETTLE_MS = 250

type Opened = Store<ReadonlyMap<string, number>>

export function agentHeartbeats(client: Client, workspaceId: string, opened: Opened): Heartbeats {
  return beating(
    opened,
    (viewing) => tell(client.rpc('agent_heartbeat', { workspace_id: workspaceId, ...(viewing && { viewing }) })),
    true,
  )
}

/** While a conversation is open. Of who has never written nobody keeps a trace. */
export function contactHeartbeats(client: Client, inboxKey: string, opened: Opened): Heartbeats {
  return beating(
    opened,
    async (viewing) => {
      if (viewing && (await contactUser(client))) await tell(client.rpc('contact_heartbeat', { inbox_key: inboxKey }))
    },
    false,
  )
}

function beating(opened: Opened, beat: (viewing: string | null) => Promise<unknown>, evenUnseen: boolean): Heartbeats {
  const viewed = () => (document.visibilityState === 'visible' ? ([...opened.get().keys()].at(-1) ?? null) : null)
  return {
    start() {
      let told: string | null | undefined
      let cancel: () => void = () => undefined
      let stopped = false

      async function run() {
        told = viewed()
        try {
          if (told || evenUnseen) await beat(told)
        } catch {
          // Missing one is what the period allows for.
        }
        if (stopped) return
        // Another may have been opened while this was told: that is news, and no period old.
        next(viewed() === told ? between(PERIOD_MS.from, PERIOD_MS.to) : SETTLE_MS)
      }
      function next(ms: number) {
        cancel()
        cancel = after(ms, () => void run())
      }
      function look() {
        if (viewed() !== told) next(SETTLE_MS)
      }

      next(SETTLE_MS)
      return together(opened.subscribe(look), on(document, 'visibilitychange', look), () => {
        stopped = true
        cancel()
      })
    },
  }
}
