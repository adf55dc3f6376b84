import { lazy, Suspense } from 'react'
import { usePendingFiles } from './useAttachments'
import { ChunkBoundary } from './ChunkBoundary'
import { parts } from './parts'

const TrayList = lazy(parts.tray)

/** The files of the next message, above where it is written. Comes over the network with the first file. */
export function AttachmentTray({ conversationId }: { conversationId: string }) {
  const files = usePendingFiles(conversationId)
  if (files.length === 0) return null
  return (
    <ChunkBoundary>
      <Suspense fallback={null}>
        <TrayList conversationId={conversationId} files={files} />
      </Suspense>
    </ChunkBoundary>
  )
}
