import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '@/lib/errors'
import { byName } from '@/lib/inOrder'
import type { Client } from '@/lib/supabase'
import type { BehindFigure } from './behindKeys'
import { addDays, type Day } from './days'
import type { Clock } from './filters'
import { BREAKDOWN_PARTS, OVERVIEW_PARTS, togetherBreakdown, togetherOverview, type PartialBreakdown } from './parts'
import type {
  BehindMetric,
  BehindPage,
  Distribution,
  Heatmap,
  Live,
  Overview,
  Place,
  Ratings,
  Series,
  Spread,
  TimeMetric,
  Volume,
} from './shapes'

/** What a report is asked of: whose, which days, which inboxes, agents and labels (none: all), and which clock. */
export interface Scope {
  client: Client
  workspaceId: string
  first: Day
  last: Day
  inboxIds: readonly string[]
  agentIds: readonly string[]
  labelIds: readonly string[]
  clock: Clock
}

/** A workspace as far as reports need to know it. */
export interface Workplace {
  timeZone: string
  inboxes: { id: string; name: string; ask_rating: boolean }[]
  /** Former ones too. */
  agents: { id: string; name: string }[]
  labels: { id: string; name: string }[]
}

export type BreakdownBy = 'agent' | 'inbox' | 'label'

export interface BothTimes {
  first_reply: Series<Spread>
  reply: Series<Spread>
}

export interface BothDistributions {
  first_reply: Distribution
  reply: Distribution
}

const STALE_MS = 60_000
const all = (workspaceId: string) => ['reports', workspaceId] as const

/** Filters change: what is on the screen stays, dimmed, until the new figures are there. */
const KEEPING = { staleTime: STALE_MS, placeholderData: keepPreviousData } as const

export const reportQueries = {
  all,

  workplace: ({ client, workspaceId }: Pick<Scope, 'client' | 'workspaceId'>) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'workplace'] as const,
      queryFn: async ({ signal }): Promise<Workplace> => {
        const [workspace, inboxes, agents, labels] = await Promise.all([
          ask<{ time_zone: string }>(
            client.from('workspaces').select('time_zone').eq('id', workspaceId).abortSignal(signal).single(),
          ),
          ask<Workplace['inboxes']>(
            client
              .from('inboxes')
              .select('id, name, ask_rating')
              .eq('workspace_id', workspaceId)
              .order('name')
              .abortSignal(signal),
          ),
          ask<Workplace['agents']>(
            client
              .from('agents')
              .select('id:user_id, name')
              .eq('workspace_id', workspaceId)
              .order('name')
              .abortSignal(signal),
          ),
          ask<Workplace['labels']>(
            client.from('labels').select('id, name').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
          ),
        ])
        return {
          timeZone: workspace.time_zone,
          inboxes: byName(inboxes),
          agents: byName(agents),
          labels: byName(labels),
        }
      },
      staleTime: STALE_MS,
    }),

  overview: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'overview'] as const,
      queryFn: async ({ signal }) => {
        const answers = OVERVIEW_PARTS.map((parts) =>
          ask<Overview>(scope.client.rpc('report_overview', { ...argsOf(scope), parts }).abortSignal(signal)),
        )
        return togetherOverview(await Promise.all(answers))
      },
      ...KEEPING,
    }),

  volume: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'volume'] as const,
      queryFn: ({ signal }) => fetchSeries<Volume>(scope, 'volume', signal),
      ...KEEPING,
    }),

  ratings: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'ratings'] as const,
      queryFn: ({ signal }) => fetchSeries<Ratings>(scope, 'ratings', signal),
      ...KEEPING,
    }),

  times: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'times'] as const,
      queryFn: async ({ signal }): Promise<BothTimes> => {
        const [first_reply, reply] = await Promise.all([
          fetchSeries<Spread>(scope, 'first_reply', signal),
          fetchSeries<Spread>(scope, 'reply', signal),
        ])
        return { first_reply, reply }
      },
      ...KEEPING,
    }),

  distributions: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'distributions'] as const,
      queryFn: async ({ signal }): Promise<BothDistributions> => {
        const [first_reply, reply] = await Promise.all([
          fetchDistribution(scope, 'first_reply', signal),
          fetchDistribution(scope, 'reply', signal),
        ])
        return { first_reply, reply }
      },
      ...KEEPING,
    }),

  heatmap: (scope: Scope) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'heatmap'] as const,
      queryFn: ({ signal }) => ask<Heatmap>(scope.client.rpc('report_heatmap', argsOf(scope)).abortSignal(signal)),
      ...KEEPING,
    }),

  breakdown: (scope: Scope, by: BreakdownBy) =>
    queryOptions({
      queryKey: [...keyOf(scope), 'breakdown', by] as const,
      queryFn: async ({ signal }) => {
        const answers = BREAKDOWN_PARTS.map((parts) =>
          ask<PartialBreakdown>(
            scope.client.rpc('report_breakdown', { ...argsOf(scope), by, parts }).abortSignal(signal),
          ),
        )
        return togetherBreakdown(await Promise.all(answers))
      },
      ...KEEPING,
    }),

  live: ({ client, workspaceId, inboxIds }: Pick<Scope, 'client' | 'workspaceId' | 'inboxIds'>) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'live', inboxIds] as const,
      queryFn: ({ signal }) =>
        ask<Live>(
          client.rpc('report_live', { workspace_id: workspaceId, inbox_ids: someOrAll(inboxIds) }).abortSignal(signal),
        ),
      refetchInterval: 60_000,
      placeholderData: keepPreviousData,
    }),

  /** What a figure, or a part of it, is made of, newest first. */
  behind: (scope: Scope, metric: BehindMetric, part: Omit<BehindFigure, 'key'>) =>
    infiniteQueryOptions({
      queryKey: [...keyOf(scope), 'behind', metric, part] as const,
      queryFn: ({ signal, pageParam }) =>
        ask<BehindPage>(
          scope.client
            .rpc('report_conversations', { ...argsOf(scope), metric, ...part, after: pageParam ?? undefined })
            .abortSignal(signal),
        ),
      initialPageParam: null as Place | null,
      getNextPageParam: (page) => page.next,
      staleTime: STALE_MS,
    }),
}

function keyOf({ workspaceId, first, last, inboxIds, agentIds, labelIds, clock }: Scope) {
  return [...all(workspaceId), { first, last, inboxIds, agentIds, labelIds, clock }] as const
}

function argsOf({ workspaceId, first, last, inboxIds, agentIds, labelIds, clock }: Scope) {
  return {
    workspace_id: workspaceId,
    since: first,
    until: addDays(last, 1),
    inbox_ids: someOrAll(inboxIds),
    agent_ids: someOrAll(agentIds),
    label_ids: someOrAll(labelIds),
    clock,
  }
}

// An empty list would ask for nobody's.
function someOrAll(ids: readonly string[]): string[] | undefined {
  return ids.length > 0 ? [...ids] : undefined
}

function fetchSeries<Point>(
  scope: Scope,
  metric: TimeMetric | 'volume' | 'ratings',
  signal: AbortSignal,
): Promise<Series<Point>> {
  return ask<Series<Point>>(scope.client.rpc('report_series', { ...argsOf(scope), metric }).abortSignal(signal))
}

function fetchDistribution(scope: Scope, metric: TimeMetric, signal: AbortSignal): Promise<Distribution> {
  return ask<Distribution>(scope.client.rpc('report_distribution', { ...argsOf(scope), metric }).abortSignal(signal))
}
