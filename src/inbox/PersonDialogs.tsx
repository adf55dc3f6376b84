import { EraseDialog } from './EraseDialog'
import { MergeDialog } from './MergeDialog'
import { useRows } from './useDesk'

export type PersonQuestion = 'merge' | 'erase'

interface PersonDialogsProps {
  conversationId: string
  asked: PersonQuestion | null
  onOpenChange: (which: PersonQuestion, open: boolean) => void
}

/** What the palette asks about who writes in the open conversation, whatever panes are shown. */
export function PersonDialogs({ conversationId, asked, onOpenChange }: PersonDialogsProps) {
  const row = useRows().get(conversationId)
  if (!row || row.contact.erased_at) return null
  return (
    <>
      <MergeDialog row={row} open={asked === 'merge'} onOpenChange={(open) => onOpenChange('merge', open)} />
      <EraseDialog row={row} open={asked === 'erase'} onOpenChange={(open) => onOpenChange('erase', open)} />
    </>
  )
}
