import type { Preview } from './protocol'
import type { View } from './view'

const CSS = `
.preview{position:fixed;inset-inline-end:max(var(--x,20px),env(safe-area-inset-right));bottom:calc(var(--y,20px) + 68px + env(safe-area-inset-bottom));max-width:min(320px,100vw - 40px);border-radius:16px;background:light-dark(#fff,#23262f);color:light-dark(#23262f,#e8eaf0);box-shadow:0 0 1px rgb(15 20 40/.4),0 8px 32px rgb(15 20 40/.22);outline:2px solid #0000}
.preview:empty,[data-open] .preview,[data-hidden] .preview{display:none}
.preview button{background:none}
.preview .words{display:block;padding:12px 44px 12px 16px;padding-block:12px;padding-inline:16px 44px;font-weight:400;text-align:start;overflow:hidden;overflow-wrap:anywhere}
.preview b{display:block;font-weight:600}
.preview span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.preview .shut{position:absolute;top:4px;inset-inline-end:4px;width:32px;height:32px;padding:0;opacity:.7;transform:none;font-size:18px;line-height:1}`

/** What came last and is unread, beside the button: opens the chat, or is put away until something newer comes. */
export function createPreview({ launcher, wear }: View, open: () => void): (preview: Preview | null) => void {
  const bubble = document.createElement('div')
  bubble.className = 'preview'
  bubble.setAttribute('role', 'status')
  let shown = ''
  return (preview) => {
    if (!bubble.isConnected) {
      wear(CSS)
      launcher.after(bubble)
    }
    const { author, text, dismiss } = preview ?? { author: '', text: '', dismiss: '' }
    if (shown === author + text) return
    shown = author + text
    bubble.replaceChildren()
    if (!text) return
    const words = button('words', open)
    const name = document.createElement('b')
    const body = document.createElement('span')
    name.textContent = author
    body.textContent = text
    name.dir = body.dir = 'auto'
    words.append(name, body)
    const shut = button('shut', () => bubble.replaceChildren())
    shut.setAttribute('aria-label', dismiss)
    shut.textContent = '×'
    bubble.append(words, shut)
  }
}

function button(className: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = className
  made.addEventListener('click', onClick)
  return made
}
