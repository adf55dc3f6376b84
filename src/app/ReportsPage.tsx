import { AgentGate } from '@/auth/AgentGate'
import { useSession } from '@/auth/Session'
import { ChatProvider } from '@/chat/ChatProvider'
import { Reports } from '@/reports/Reports'

/** /admin/reports. The connection stays up: who reads reports is at work, and the board is live. */
export function ReportsPage() {
  const { client } = useSession()
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
          <Reports workspaceName={workspace.name} />
        </ChatProvider>
      )}
    </AgentGate>
  )
}
