import { plainOf } from '@/chat/markdown/plain'

/** What was said last, in one line without marks; null: it was deleted. */
export function previewOf({ last_message_preview: preview }: { last_message_preview: string | null }): string | null {
  return preview === null ? null : plainOf(preview)
}
