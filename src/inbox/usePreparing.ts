import { useEffect, useEffectEvent, type RefObject } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { after } from '@/lib/time'
import { on, together } from '@/lib/undo'
import { useRows } from './useDesk'

/** Passing over a row is no wish to see it; resting on it so long is. */
const RESTING_MS = 80

/** Asks for a conversation before it is drawn: when the pointer or the focus rests on its row, and at the press itself. */
export function usePreparing(list: RefObject<HTMLElement | null>): void {
  const { prepare } = useChat()
  const rows = useRows()
  const prepareRow = useEffectEvent((id: string) => {
    const row = rows.get(id)
    if (row) prepare(row)
  })
  useEffect(() => {
    const element = list.current
    if (!element) return undefined
    let restsOn: string | null = null
    let cancel = () => {}
    function rest({ target }: Event) {
      const id = idAt(target)
      if (id === restsOn) return
      restsOn = id
      cancel()
      cancel = id === null ? () => {} : after(RESTING_MS, () => prepareRow(id))
    }
    function press({ target }: Event) {
      const id = idAt(target)
      if (id !== null) prepareRow(id)
    }
    return together(
      on(element, 'pointerover', rest),
      on(element, 'pointerleave', rest),
      on(element, 'focusin', rest),
      on(element, 'pointerdown', press),
      on(element, 'click', press),
      () => cancel(),
    )
  }, [list])
}

function idAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null
  return target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation ?? null
}
