import { hashKey, useQueryClient, type QueryKey, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'

/** One may be a hiccup. */
const FAILURES_TOLD = 2

type Asked = Pick<UseQueryResult, 'data' | 'error' | 'failureReason' | 'failureCount' | 'fetchStatus'>

export interface Failure {
  /** Why nothing is here. Null: something is, or may still come at once. */
  why: Error | null
  /** What "Try again" has asked for is under way. */
  isAsking: boolean
  again: () => void
}

/**
 * Why a question has brought nothing: told after its second failure, whatever tries follow by themselves, and until something has come. A
 * query by itself says it only when it has given up, and takes it back with each new try.
 * @param isHere something else than this query's own answer may stand there
 */
export function useFailure(queryKey: QueryKey, query: Asked, isHere = query.data !== undefined): Failure {
  const { error, failureReason, failureCount, fetchStatus } = query
  const cache = useQueryClient()
  const key = hashKey(queryKey)
  const [told, setTold] = useState<{ key: string; why: Error | null }>({ key, why: null })
  const now = error ?? (failureCount >= FAILURES_TOLD ? failureReason : null)
  const why = isHere ? null : (now ?? (told.key === key ? told.why : null))
  if (told.key !== key || told.why !== why) setTold({ key, why })
  return {
    why,
    isAsking: why !== null && fetchStatus === 'fetching' && failureCount === 0,
    again: () => void askAnew(),
  }

  // Now, not when the pause between two tries is over.
  async function askAnew() {
    await cache.cancelQueries({ queryKey, exact: true })
    await cache.refetchQueries({ queryKey, exact: true, type: 'active' })
  }
}
