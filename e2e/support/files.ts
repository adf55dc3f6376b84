import type { Locator } from '@playwright/test'

/** An image as a camera makes it, drawn in the browser. */
export async function drawPicture(field: Locator, width: number, height: number, type = 'image/png'): Promise<string> {
  return field.evaluate(
    (_element, [width, height, type]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      const sky = context.createLinearGradient(0, 0, width, height)
      sky.addColorStop(0, '#38598b')
      sky.addColorStop(1, '#e0a96d')
      context.fillStyle = sky
      context.fillRect(0, 0, width, height)
      return canvas.toDataURL(type)
    },
    [width, height, type] as const,
  )
}

/** Pastes a file into the composer, as Ctrl+V after "copy image" does. */
export async function pasteFile(field: Locator, name: string, type: string, dataUrl: string): Promise<void> {
  await field.evaluate(
    async (element, { name, type, dataUrl }) => {
      const bytes = Uint8Array.from(atob(dataUrl.split(',')[1] ?? ''), (sign) => sign.charCodeAt(0))
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([bytes], name, { type }))
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    { name, type, dataUrl },
  )
}

/** Drops a file on the conversation. */
export async function dropFile(field: Locator, name: string, type: string, text: string): Promise<void> {
  await field.evaluate(
    (element, { name, type, text }) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], name, { type }))
      for (const kind of ['dragenter', 'dragover', 'drop'])
        element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
    },
    { name, type, text },
  )
}

/** The same JPEG with a note that it was taken with the camera turned: a quarter to the right. */
export function turned(dataUrl: string): string {
  const jpeg = Buffer.from(dataUrl.split(',')[1] ?? '', 'base64')
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'),
    Buffer.from([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]), // one entry: orientation 6
  ])
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return `data:image/jpeg;base64,${Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]).toString('base64')}`
}
