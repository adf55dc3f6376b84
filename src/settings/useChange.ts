import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { useToast } from '@/ui/Toast'

interface ChangeOptions<Result> {
  /** What is asked for anew afterwards. */
  touches: readonly QueryKey[]
  /** What was done, in words; without it nothing is said. */
  done?: string
  onDone?: (result: Result) => void
}

/** A write of the settings: says that it is done, or why not, and asks anew for what it touched. */
export function useChange<Args, Result>(
  change: (args: Args) => Promise<Result>,
  { touches, done, onDone }: ChangeOptions<Result>,
) {
  const { t } = useI18n()
  const toast = useToast()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      if (done) toast.done(done)
      await Promise.all(touches.map((queryKey) => cache.invalidateQueries({ queryKey })))
      onDone?.(result)
    },
    onError: (error) => toast.trouble(`${t.settings.saveFailed} ${errorText(t, error)}`),
  })
}
