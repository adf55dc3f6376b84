import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useRef } from 'react'
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

/**
 * A write of the settings: says that it is done, or why not, and asks anew for what it touched.
 * What is under way is not begun again: the second press of a double click comes before the button is seen to be busy.
 */
export function useChange<Args, Result>(
  change: (args: Args) => Promise<Result>,
  { touches, done, onDone }: ChangeOptions<Result>,
) {
  const { t } = useI18n()
  const toast = useToast()
  const cache = useQueryClient()
  const underway = useRef(new Set<unknown>())
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      if (done) toast.done(done)
      await Promise.all(touches.map((queryKey) => cache.invalidateQueries({ queryKey })))
      onDone?.(result)
    },
    onError: (error) => toast.trouble(`${t.settings.saveFailed} ${errorText(t, error)}`),
    onSettled: (_result, _error, args) => void underway.current.delete(args),
  })
  const mutate: typeof mutation.mutate = (...given) => {
    if (underway.current.has(given[0])) return
    underway.current.add(given[0])
    mutation.mutate(...given)
  }
  return { ...mutation, mutate }
}
