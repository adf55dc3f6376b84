import type { CauserieError } from '@/lib/errors'
import type { Attachment } from '../shapes'

/** A file that stands in the composer. */
export type PendingFile = {
  id: string
  name: string
  type: string
  size: number
  /** What it looks like, for images: an address of this page's. */
  previewUrl: string | null
} & (
  | { state: 'preparing' }
  /** `waiting`: it was cut off, and will go on by itself. */
  | { state: 'uploading' | 'waiting'; progress: number }
  | { state: 'ready'; attachment: Attachment }
  | { state: 'failed'; error: CauserieError }
)

/** What an inbox takes. */
export interface Rules {
  types: readonly string[]
  max_bytes: number
}

/** Most that one message takes. */
export const MAX_FILES = 10

/** Shown as an image. What could hold a script (SVG), or what only some browsers show (HEIC), is a file like any other. */
export function isPicture(type: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type)
}

/** The largest box that an image gets in a bubble, in pixels. */
const BOX = { width: 240, height: 280 }

/** How large an image is drawn, known before it is loaded: nothing moves when it comes. */
export function boxOf({ width, height }: Pick<Attachment, 'width' | 'height'>): { width: number; height: number } {
  if (!width || !height) return { width: 200, height: 150 }
  const scale = Math.min(1, BOX.width / width, BOX.height / height)
  return { width: Math.max(24, Math.round(width * scale)), height: Math.max(24, Math.round(height * scale)) }
}
