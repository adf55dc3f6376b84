import { useState, type ClipboardEvent, type DragEvent } from 'react'
import { useChat } from '../ChatProvider'
import { useAttachmentRules } from './useAttachments'

interface FileDrop {
  /** Files hover over it. */
  isOver: boolean
  handlers: {
    onDragEnter: (event: DragEvent) => void
    onDragOver: (event: DragEvent) => void
    onDragLeave: (event: DragEvent) => void
    onDrop: (event: DragEvent) => void
    onPaste: (event: ClipboardEvent) => void
  }
}

/** Takes files that are dropped on a conversation or pasted into it. Text stays the composer's. */
export function useFileDrop(conversationId: string): FileDrop {
  const { attachments } = useChat()
  const rules = useAttachmentRules(conversationId)
  const takesFiles = rules?.types.length !== 0
  const [isOver, setOver] = useState(false)
  const isFiles = (event: DragEvent) => takesFiles && event.dataTransfer.types.includes('Files')
  const hover = (event: DragEvent) => {
    if (!isFiles(event)) return
    event.preventDefault() // or the browser would open the file in place of the page
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  return {
    isOver,
    handlers: {
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave(event) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop(event) {
        if (!isFiles(event)) return
        event.preventDefault()
        setOver(false)
        attachments.add(conversationId, [...event.dataTransfer.files], rules)
      },
      onPaste(event) {
        // Office programs put a picture of the copied text beside the text: the text is meant.
        const { files, types } = event.clipboardData
        if (!takesFiles || files.length === 0 || types.includes('text/plain')) return
        event.preventDefault()
        attachments.add(conversationId, [...files], rules)
      },
    },
  }
}
