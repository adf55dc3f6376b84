import { useQueryClient } from '@tanstack/react-query'
import { membershipQueries } from '@/auth/memberships'
import { useSession } from '@/auth/Session'
import { Settings } from '@/settings/Settings'
import { AgentPage } from './AgentPage'

/** /admin/settings and what is under it. */
export function SettingsPage() {
  const { client } = useSession()
  const cache = useQueryClient()
  return (
    <AgentPage>
      {({ agent, workspace }) => (
        <Settings
          me={agent}
          workspaceName={workspace.name}
          onChanged={() =>
            void cache.invalidateQueries({ queryKey: membershipQueries.mine(client, agent.user_id).queryKey })
          }
        />
      )}
    </AgentPage>
  )
}
