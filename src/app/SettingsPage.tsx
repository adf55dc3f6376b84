import { useQueryClient } from '@tanstack/react-query'
import { AgentGate } from '@/auth/AgentGate'
import { membershipQueries } from '@/auth/memberships'
import { useSession } from '@/auth/Session'
import { StillMember } from '@/auth/StillMember'
import { ChatProvider } from '@/chat/ChatProvider'
import { Settings } from '@/settings/Settings'

/** /admin/settings and what is under it. */
export function SettingsPage() {
  const { client } = useSession()
  const cache = useQueryClient()
  return (
    <AgentGate>
      {({ agent, workspace }) => (
        <ChatProvider
          key={`${workspace.id}:${agent.user_id}`}
          side="agent"
          workspaceId={workspace.id}
          me={{ id: agent.user_id, name: agent.name }}
          client={client}
        >
          <StillMember agent={agent} workspace={workspace} />
          <Settings
            me={agent}
            workspaceName={workspace.name}
            onChanged={() =>
              void cache.invalidateQueries({ queryKey: membershipQueries.mine(client, agent.user_id).queryKey })
            }
          />
        </ChatProvider>
      )}
    </AgentGate>
  )
}
