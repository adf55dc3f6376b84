import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { erasuresQuery } from '@/chat/erasures'
import { ErasureProgress } from '@/chat/ErasureProgress'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { TrashIcon } from '@/ui/icons'
import { useDesk } from './useDesk'
import { useMayErase } from './useErasing'

interface ErasedPersonProps {
  row: InboxConversation
  since: string
  onBack: () => void
}

/** In the place of a conversation with somebody who was erased: that, and, for who may know, how far it has come. */
export function ErasedPerson({ row, since, onBack }: ErasedPersonProps) {
  const { t, formatMoment } = useI18n()
  const mayErase = useMayErase()
  const { data: erasures } = useQuery({ ...erasuresQuery(useDesk()), enabled: mayErase })
  const erasure = erasures?.find(({ contact_id }) => contact_id === row.contact_id)
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) back.current?.focus() // what had it was a part of what is gone
  }, [])
  return (
    <EmptyState
      role="alert"
      icon={<TrashIcon />}
      title={t.erasing.erasedTitle}
      action={
        <Button ref={back} onClick={onBack}>
          {t.inbox.backToList}
        </Button>
      }
    >
      {t.erasing.erasedWords(formatMoment(since))}
      {erasure && <ErasureProgress erasure={erasure} />}
    </EmptyState>
  )
}
