import { lazy, Suspense } from 'react'
import type { Attachment } from '../shapes'
import { ChunkBoundary } from './ChunkBoundary'
import { boxOf, isPicture } from './files'
import { parts } from './parts'

const AttachmentView = lazy(parts.view)

/** The files of a message. Their places are kept while what draws them is loaded: nothing moves. */
export function AttachmentList({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <ChunkBoundary>
      {attachments.map((attachment) => (
        <Suspense
          key={attachment.id}
          fallback={<div style={isPicture(attachment.type) ? sized(boxOf(attachment)) : { height: 64 }} />}
        >
          <AttachmentView attachment={attachment} />
        </Suspense>
      ))}
    </ChunkBoundary>
  )
}

// With the margin that the view has above it.
const sized = ({ width, height }: { width: number; height: number }) => ({ width, height: height + 8 })
