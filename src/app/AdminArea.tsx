import { QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { Outlet } from 'react-router-dom'
import { SessionProvider } from '@/auth/Session'
import { createQueryClient } from '@/chat/queryClient'
import { agentClient } from './agentClient'
import { forgetUnseen } from './boundedCache'

/** Everything under /admin: the team's one client, its cache, and who is signed in. */
export function AdminArea() {
  const client = agentClient()
  const [queryClient] = useState(createQueryClient)
  useEffect(() => forgetUnseen(queryClient.getQueryCache()), [queryClient])
  const forget = useCallback(() => queryClient.clear(), [queryClient])
  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider client={client} onSignedOut={forget}>
        <Outlet />
      </SessionProvider>
    </QueryClientProvider>
  )
}
