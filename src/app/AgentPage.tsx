import type { ReactNode } from 'react'
import { useParams } from 'react-router-dom'
import { AgentGate } from '@/auth/AgentGate'
import type { Membership } from '@/auth/memberships'
import { useSession } from '@/auth/Session'
import { StillMember } from '@/auth/StillMember'
import { ChatProvider } from '@/chat/ChatProvider'
import { AtWork } from '@/inbox/AtWork'

/** A page for agents: signed in, of a workspace, connected, and told when they are no longer of it. */
export function AgentPage({ children }: { children: (membership: Membership) => ReactNode }) {
  const { client } = useSession()
  const { conversationId = null } = useParams()
  return (
    <AgentGate>
      {(membership) => {
        const { agent, workspace } = membership
        return (
          <ChatProvider
            key={`${workspace.id}:${agent.user_id}`}
            side="agent"
            workspaceId={workspace.id}
            me={{ id: agent.user_id, name: agent.name }}
            client={client}
          >
            <StillMember {...membership} />
            <AtWork conversationId={conversationId} />
            {children(membership)}
          </ChatProvider>
        )
      }}
    </AgentGate>
  )
}
