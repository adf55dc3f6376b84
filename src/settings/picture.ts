import { v4 as uuid } from 'uuid'
import type { AgentRow } from '@/chat/shapes'
import { uploadFile } from '@/lib/files'
import { emptyFolder, publicAddress } from '@/lib/folders'
import type { Client } from '@/lib/supabase'

/** Public: customers see the pictures of who writes to them. */
const BUCKET = 'avatars'
/** Pixels. Nowhere is a picture shown larger than 64, on screens of up to four dots a pixel. */
const SIDE = 256
const QUALITY = 0.85

/** What a person may choose; what it is drawn anew as is WebP, or JPEG where the browser can't write that. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp,image/avif,image/gif,image/heic'

/** Of a file that is no picture, or not one for this browser. */
export class UnreadablePicture extends Error {
  override name = 'UnreadablePicture'
}

type Owner = Pick<AgentRow, 'workspace_id' | 'user_id' | 'avatar_url'>

/**
 * Cuts a square out of the middle of a picture and puts it where everybody sees it. The agent has it once they save its address.
 * @returns the address @throws CauserieError; UnreadablePicture
 */
export async function uploadPicture(client: Client, owner: Owner, file: File): Promise<string> {
  const picture = await square(file)
  await removeFormerPictures(client, owner) // what was uploaded and never saved: few may lie there
  const path = `${folderOf(owner)}/${uuid()}.${picture.type === 'image/webp' ? 'webp' : 'jpg'}`
  await uploadFile(client, `${BUCKET}/${path}`, picture, {
    onProgress: () => undefined, // a few kilobytes
    signal: new AbortController().signal,
  })
  return publicAddress(client, BUCKET, path)
}

/** Removes all but the picture that the agent has. */
export async function removeFormerPictures(client: Client, owner: Owner): Promise<void> {
  const address = owner.avatar_url ?? ''
  const kept = isUploaded(client, address) ? address.slice(publicAddress(client, BUCKET, '').length) : null
  await emptyFolder(client, BUCKET, folderOf(owner), kept)
}

/** Whether an address is one of ours. */
export function isUploaded(client: Client, address: string): boolean {
  return address.startsWith(publicAddress(client, BUCKET, ''))
}

const folderOf = ({ workspace_id, user_id }: Owner) => `${workspace_id}/${user_id}`

async function square(file: File): Promise<Blob> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    throw new UnreadablePicture('It is no picture that this browser knows.', { cause: error })
  }
  const side = Math.min(bitmap.width, bitmap.height)
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE })
  const context = canvas.getContext('2d')
  if (context) {
    context.imageSmoothingQuality = 'high'
    context.fillStyle = '#fff' // beneath what is transparent: JPEG would make it black
    context.fillRect(0, 0, SIDE, SIDE)
    context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE)
  }
  bitmap.close()
  const webp = await encoded(canvas, 'image/webp')
  const picture = webp?.type === 'image/webp' ? webp : await encoded(canvas, 'image/jpeg')
  if (!picture) throw new UnreadablePicture('This browser can’t write pictures.')
  return picture
}

function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => {
    canvas.toBlob(resolve, type, QUALITY)
  })
}
