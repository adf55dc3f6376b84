import type { Locator } from '@playwright/test'

/** An image as a camera makes it, drawn in the browser. */
export async function drawPicture(field: Locator, width: number, height: number): Promise<string> {
  return field.evaluate(
    (_element, [width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      const sky = context.createLinearGradient(0, 0, width, height)
      sky.addColorStop(0, '#38598b')
      sky.addColorStop(1, '#e0a96d')
      context.fillStyle = sky
      context.fillRect(0, 0, width, height)
      return canvas.toDataURL('image/png')
    },
    [width, height] as const,
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
