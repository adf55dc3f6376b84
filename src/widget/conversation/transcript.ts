import type { ContactMessage } from '@/chat/shapes'
import type { I18n } from '@/i18n/Language'

/** A conversation as a text for the customer to keep: who said what, when. */
export function transcriptOf(messages: readonly ContactMessage[], name: string, i18n: I18n): string {
  const { t, formatMoment } = i18n
  const authorOf = ({ author, agent }: ContactMessage) =>
    author === 'contact' ? t.chat.you : author === 'agent' ? (agent?.name ?? t.chat.anAgent) : name
  const parts = messages.map(
    (message) => `[${formatMoment(message.created_at)}] ${authorOf(message)}\n${said(message, t.widget.deleted)}\n`,
  )
  return [`${t.widget.transcriptTitle(name)}\n`, ...parts].join('\n')
}

// Of files, their names: what is in them stays where it is.
function said({ body, attachments }: ContactMessage, deleted: string): string {
  if (body === null) return deleted
  return [...(body === '' ? [] : [body]), ...attachments.map(({ name }) => `[${name}]`)].join('\n')
}

/** Gives a text to the browser as a file. */
export function download(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000) // the browser reads it after the click
}

/** `Ship & Co` → `ship-co-2026-11-22.txt` */
export function fileNameOf(name: string, now: Date): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
  return `${plain || 'chat'}-${now.toISOString().slice(0, 10)}.txt`
}
