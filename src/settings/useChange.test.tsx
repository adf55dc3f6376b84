import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { I18nProvider } from '@/i18n/I18nProvider'
import { ToastProvider } from '@/ui/Toast'
import { useChange } from './useChange'

const cache = createQueryClient()

function Around({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={cache}>
      <I18nProvider locale="en" remember={false}>
        <ToastProvider label="Notices" dismissLabel="Dismiss">
          {children}
        </ToastProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}

/** A change whose answers are given by hand. */
function changing() {
  const asked: string[] = []
  const answers: ((isDone: boolean) => void)[] = []
  const change = (what: string) =>
    new Promise<void>((resolve, reject) => {
      asked.push(what)
      answers.push((isDone) => (isDone ? resolve() : reject(new Error('no'))))
    })
  const { result } = renderHook(() => useChange(change, { touches: [] }), { wrapper: Around })
  return { asked, answers, result }
}

test('a double click asks once; another thing is asked for at the same time', async () => {
  const { asked, result } = changing()
  await act(async () => {
    result.current.mutate('one')
    result.current.mutate('one')
    result.current.mutate('two')
  })
  expect(asked).toEqual(['one', 'two'])
})

test.each([true, false])('what was answered (well: %s) may be asked again', async (isDone) => {
  const { asked, answers, result } = changing()
  await act(async () => result.current.mutate('one'))
  await act(async () => answers[0]?.(isDone))
  await waitFor(() => expect(result.current.isPending).toBe(false))
  await act(async () => result.current.mutate('one'))
  expect(asked).toEqual(['one', 'one'])
})
