import type { AgentRow } from '@/chat/shapes'

interface AdminChatProps {
  workspace: { id: string; name: string }
  me: AgentRow
  conversationId: string | null
  onSignOut: () => void
}

/** The team's inbox. */
export function AdminChat({ workspace }: AdminChatProps) {
  return <main>{workspace.name}</main>
}
