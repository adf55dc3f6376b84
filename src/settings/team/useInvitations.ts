import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useOffice } from '../useOffice'
import { teamQueries } from './queries'

/** The open invitations, for those who may see them. */
export function useInvitations(enabled: boolean) {
  const options = teamQueries.invitations(useOffice())
  const cache = useQueryClient()
  const open = useQuery({ ...options, enabled })
  const askAnew = useCallback(
    () => void cache.invalidateQueries({ queryKey: options.queryKey }),
    [cache, options.queryKey],
  )
  return { open, askAnew }
}
