import { useEffect, useRef } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { AttachIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { useChat } from '../ChatProvider'
import { loadParts } from './parts'
import { useAttachmentRules } from './useAttachments'

/** Chooses files for the next message. Not there where the inbox takes none. */
export function AttachButton({ conversationId, onChosen }: { conversationId: string; onChosen?: () => void }) {
  const { t } = useI18n()
  const { attachments } = useChat()
  const rules = useAttachmentRules(conversationId)
  const field = useRef<HTMLInputElement>(null)
  const takesFiles = rules !== null && rules.types.length > 0
  useEffect(() => (takesFiles ? loadParts() : undefined), [takesFiles])
  if (rules?.types.length === 0) return null
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={t.attachments.attach}
        accept={rules?.types.join(',')}
        onChange={({ target }) => {
          attachments.add(conversationId, [...(target.files ?? [])], rules)
          target.value = '' // the same file may be chosen again
          onChosen?.()
        }}
      />
      <IconButton label={t.attachments.attach} onClick={() => field.current?.click()}>
        <AttachIcon />
      </IconButton>
    </>
  )
}
