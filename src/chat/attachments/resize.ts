/** The longer side of what is sent. */
const MAX_SIDE = 2_000
const QUALITY = 0.85

/** What shrinks without loss of what it is. A GIF may move, HEIC can't be read everywhere: both go as they are. */
const SHRINKS = new Set(['image/jpeg', 'image/png', 'image/webp'])

export interface Prepared {
  file: Blob
  /** Of images that this browser can read. */
  size: { width: number; height: number } | null
}

/** An image of at most 2,000 pixels a side, the right way up; any other file as it is. */
export async function prepare(file: File): Promise<Prepared> {
  if (!file.type.startsWith('image/') || file.type === 'image/svg+xml') return { file, size: null }
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return { file, size: null } // broken, or of a kind that this browser doesn't know: the other side's may
  }
  const { width, height } = bitmap
  const scale = MAX_SIDE / Math.max(width, height)
  if (scale >= 1 || !SHRINKS.has(file.type)) {
    bitmap.close()
    return { file, size: { width, height } }
  }
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  const shrunk = await drawn(bitmap, size, file.type)
  bitmap.close()
  return shrunk && shrunk.type === file.type ? { file: shrunk, size } : { file, size: { width, height } }
}

async function drawn(
  bitmap: ImageBitmap,
  { width, height }: NonNullable<Prepared['size']>,
  type: string,
): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d')
  if (!context) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  return new Promise((resolve) => {
    canvas.toBlob(resolve, type, QUALITY)
  })
}
