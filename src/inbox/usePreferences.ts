import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { errorText } from '@/i18n/errorText'
import { useEffect } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { onPreferencesTold, tellPreferences } from '@/lib/preferencesTold'
import { useToast } from '@/ui/Toast'
import type { Preferences } from './alerts'
import { deskKey, type Desk } from './queries'
import { useDesk } from './useDesk'

/** Until the server has told. */
const DEFAULTS: Preferences = { notify: 'all', sound: true, quiet: null, send_with: 'enter', away_after_minutes: null }

const preferences = ({ client, workspaceId }: Desk) =>
  queryOptions({
    queryKey: [...deskKey(workspaceId), 'preferences'] as const,
    queryFn: ({ signal }) =>
      ask<Preferences>(client.rpc('my_preferences', { workspace_id: workspaceId }).abortSignal(signal)),
    staleTime: 60_000,
    refetchOnWindowFocus: true, // changed in settings, or on another device
  })

/** How whoever looks wants to work, on all their devices. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const { queryKey } = preferences(desk)
  const { data = DEFAULTS } = useQuery(preferences(desk))
  const { mutate } = useMutation({
    scope: { id: 'preferences' },
    mutationFn: (change: Partial<Preferences>) =>
      ask<Preferences>(
        desk.client.rpc('set_preferences', { workspace_id: desk.workspaceId, preferences: { ...change } }),
      ),
    onMutate: (change) => {
      const before = cache.getQueryData(queryKey)
      cache.setQueryData(queryKey, (now) => ({ ...(now ?? DEFAULTS), ...change }))
      return before
    },
    onSuccess: (stored) => {
      cache.setQueryData(queryKey, stored)
      tellPreferences()
    },
    onError: (error, _, before) => {
      cache.setQueryData(queryKey, before)
      toast.trouble(`${t.desk.preferencesFailed} ${errorText(t, error)}`)
    },
  })
  return [data, mutate]
}

/** Hears of what was changed in another tab: one that nobody looks at must not ring in hours that are quiet now. */
export function useFollowPreferences(): void {
  const desk = useDesk()
  const cache = useQueryClient()
  useEffect(
    () => onPreferencesTold(() => void cache.invalidateQueries({ queryKey: preferences(desk).queryKey })),
    [cache, desk],
  )
}
