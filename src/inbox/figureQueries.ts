import { queryOptions } from '@tanstack/react-query'
import { every } from '@/chat/queryClient'
import { ask } from '@/lib/errors'
import { deskKey, SLOWER_THAN_POLLS_MS, type Desk } from './queries'

/** Times of replying: seconds, null while nobody was answered. */
export interface ReplyTimes {
  n: number
  mean_seconds: number | null
  median_seconds: number | null
  p90_seconds: number | null
}

/** `report_summary()` */
export interface Summary {
  open: number
  waiting: number
  longest_wait_seconds: number | null
  first_reply: ReplyTimes
  reply: ReplyTimes
}

const REPORT_DAYS = 7

/** How the team is doing. */
export const figureQueries = {
  summary: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'summary'] as const,
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryFn: ({ signal }) =>
        ask<Summary>(
          client.rpc('report_summary', { workspace_id: workspaceId, days: REPORT_DAYS }).abortSignal(signal),
        ),
      refetchInterval: every(60_000),
    }),

  /** Who should be answered next. */
  longestWaiting: ({ client, workspaceId }: Desk) =>
    queryOptions({
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryKey: [...deskKey(workspaceId), 'summary', 'longestWaiting'] as const, // asked for anew with the figures
      queryFn: async ({ signal }) => {
        const [first] = await ask<{ id: string; waiting_since: string }[]>(
          client
            .from('conversations')
            .select('id, waiting_since')
            .eq('workspace_id', workspaceId)
            .not('waiting_since', 'is', null)
            .order('waiting_since')
            .limit(1)
            .abortSignal(signal),
        )
        return first ?? null
      },
    }),

  /** Whether anybody has ever written: of closed conversations there is no count. */
  hasAny: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'hasAny'] as const,
      queryFn: async ({ signal }): Promise<boolean> => {
        const found = await ask<{ id: string }[]>(
          client.from('conversations').select('id').eq('workspace_id', workspaceId).limit(1).abortSignal(signal),
        )
        return found.length > 0
      },
    }),
}
