import { useMutation, useQueryClient } from '@tanstack/react-query'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { useToast } from '@/ui/Toast'
import { startAnew } from './queries'
import { useDesk } from './useDesk'

/** Takes two apart who were thought to be one, by the id of their merge. */
export function useUnmerging() {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: (mergeId: string) => tell(desk.client.rpc('unmerge_contacts', { merge_id: mergeId })),
    onSuccess: async () => {
      await startAnew(cache, desk.workspaceId) // conversations have another contact now
      toast.done(t.desk.unmergedDone)
    },
    onError: (error) => toast.trouble(`${t.desk.unmergeFailed} ${errorText(t, error)}`),
  })
}
