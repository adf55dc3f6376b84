import { queryOptions } from '@tanstack/react-query'
import type { Tables } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { byName, inOrder } from '@/lib/inOrder'
import type { Client } from '@/lib/supabase'
import type { Calendar } from './hours/calendar'

/** Whose settings are shown. */
export interface Office {
  client: Client
  workspaceId: string
}

export type WorkspaceRow = Tables<'workspaces'>
export type InboxRow = Tables<'inboxes'>

export type LabelRow = Tables<'labels'>
export type CannedResponseRow = Tables<'canned_responses'>

/** What an agent is told of, and how they write. */
export interface Preferences {
  notify: 'all' | 'mine' | 'mentions' | 'none'
  sound: boolean
  /** Local times as HH:MM; the end may be the next day's. */
  quiet: { from: string; to: string } | null
  send_with: 'enter' | 'mod_enter'
  away_after_minutes: number | null
}

/** A secret as far as it is shown again: its last four characters. */
export interface IdentitySecret {
  id: string
  hint: string
  created_at: string
  last_used_at: string | null
}

/** A version of an inbox's opening hours. */
export type CalendarVersion = Calendar & { id: string; valid_from: string }

const all = (workspaceId: string) => ['settings', workspaceId] as const

export const settingsQueries = {
  all,

  workspace: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'workspace'] as const,
      queryFn: ({ signal }) =>
        ask<WorkspaceRow>(client.from('workspaces').select('*').eq('id', workspaceId).abortSignal(signal).single()),
    }),

  inboxes: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'inboxes'] as const,
      queryFn: ({ signal }) =>
        ask<InboxRow[]>(
          client.from('inboxes').select('*').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
        ).then(byName),
    }),

  labels: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'labels'] as const,
      queryFn: ({ signal }) =>
        ask<LabelRow[]>(
          client.from('labels').select('*').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
        ).then(byName),
    }),

  /** The team's and one's own. */
  cannedResponses: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'cannedResponses'] as const,
      queryFn: ({ signal }) =>
        ask<CannedResponseRow[]>(
          client
            .from('canned_responses')
            .select('*')
            .eq('workspace_id', workspaceId)
            .order('shortcut')
            .abortSignal(signal),
        ).then((rows) => inOrder(rows, ({ shortcut }) => shortcut)),
    }),

  preferences: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'preferences'] as const,
      queryFn: ({ signal }) =>
        ask<Preferences>(client.rpc('my_preferences', { workspace_id: workspaceId }).abortSignal(signal)),
    }),

  identitySecrets: ({ client }: Office, inboxId: string) =>
    queryOptions({
      queryKey: ['settings', 'identitySecrets', inboxId] as const,
      queryFn: ({ signal }) =>
        ask<IdentitySecret[]>(client.rpc('identity_secrets', { inbox_id: inboxId }).abortSignal(signal)),
    }),

  /** The version in force; null: none was ever set. */
  calendar: ({ client, workspaceId }: Office, inboxId: string) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'calendar', inboxId] as const,
      queryFn: async ({ signal }): Promise<CalendarVersion | null> => {
        const [newest] = await ask<CalendarVersion[]>(
          client
            .from('calendars')
            .select('id, valid_from, time_zone, week, exceptions')
            .eq('workspace_id', workspaceId)
            .eq('inbox_id', inboxId)
            .order('valid_from', { ascending: false })
            .limit(1)
            .abortSignal(signal),
        )
        return newest ?? null
      },
    }),
}
