import { useParams } from 'react-router-dom'
import { useSession } from '@/auth/Session'
import { AdminChat } from '@/inbox/AdminChat'
import { AgentPage } from './AgentPage'

/** /admin/chat and /admin/chat/:conversationId */
export function ChatPage() {
  const { signOut } = useSession()
  const { conversationId } = useParams()
  return (
    <AgentPage>
      {({ agent, workspace }) => (
        <AdminChat
          workspace={workspace}
          me={agent}
          conversationId={conversationId ?? null}
          onSignOut={() => void signOut()}
        />
      )}
    </AgentPage>
  )
}
