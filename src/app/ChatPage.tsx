import { useParams } from 'react-router-dom'
import { AgentGate } from '@/auth/AgentGate'
import { StillMember } from '@/auth/StillMember'
import { useSession } from '@/auth/Session'
import { ChatProvider } from '@/chat/ChatProvider'
import { AdminChat } from '@/inbox/AdminChat'

/** /admin/chat and /admin/chat/:conversationId */
export function ChatPage() {
  const { client, signOut } = useSession()
  const { conversationId } = useParams()
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
          <AdminChat
            workspace={workspace}
            me={agent}
            conversationId={conversationId ?? null}
            onSignOut={() => void signOut()}
          />
        </ChatProvider>
      )}
    </AgentGate>
  )
}
