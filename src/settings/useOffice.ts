import { createContext, use, useMemo } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { AgentRow } from '@/chat/shapes'
import type { Office } from './queries'

/** Who looks at the settings. Owners and admins may change what the whole team has. */
export const MeContext = createContext<AgentRow | null>(null)

/** Tells whoever stands around the settings that what they showed of the workspace or of oneself has changed. */
export const ChangedContext = createContext<() => void>(() => undefined)

export function useMe(): AgentRow & { isManager: boolean } {
  const me = use(MeContext)
  if (!me) throw new Error('Settings are for agents.')
  return useMemo(() => ({ ...me, isManager: me.role !== 'agent' }), [me])
}

/** The workspace whose settings these are, and how to ask for them. */
export function useOffice(): Office {
  const { side, client } = useChat()
  if (side.side !== 'agent') throw new Error('Settings are for agents.')
  const { workspaceId } = side
  return useMemo(() => ({ client, workspaceId }), [client, workspaceId])
}
