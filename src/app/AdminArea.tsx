import { QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Outlet } from 'react-router-dom'
import { SessionProvider } from '@/auth/Session'
import { createQueryClient } from '@/chat/queryClient'
import { agentClient } from './agentClient'

/** Everything under /admin: the team's one client, its cache, and who is signed in. */
export function AdminArea() {
  const client = agentClient()
  const [queryClient] = useState(createQueryClient)
  const forget = useCallback(() => queryClient.clear(), [queryClient])
  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider client={client} onSignedOut={forget}>
        <Outlet />
      </SessionProvider>
    </QueryClientProvider>
  )
}
