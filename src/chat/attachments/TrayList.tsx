import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { CloseIcon, FileIcon, ReopenIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useChat } from '../ChatProvider'
import type { PendingFile } from './files'
import { useAttachmentRules } from './useAttachments'
import styles from './TrayList.module.css'

export default function TrayList({ conversationId, files }: { conversationId: string; files: readonly PendingFile[] }) {
  const { t } = useI18n()
  const { attachments } = useChat()
  return (
    <>
      <ul className={styles.tray} aria-label={t.attachments.toSend}>
        {files.map((file) => (
          <li key={file.id} className={styles.file} data-state={file.state}>
            {file.previewUrl ? (
              <img className={styles.picture} src={file.previewUrl} alt="" width={40} height={40} />
            ) : (
              <span className={styles.picture}>
                <FileIcon size={20} />
              </span>
            )}
            <span className={styles.text}>
              <span className={styles.name} title={file.name} dir="auto">
                {file.name}
              </span>
              <State file={file} conversationId={conversationId} />
            </span>
            {file.state === 'failed' && file.error.hint !== 'attachments_too_many' && !isRefused(file) && (
              <IconButton
                size="small"
                label={t.attachments.retry(file.name)}
                onClick={() => attachments.retry(conversationId, file.id)}
              >
                <ReopenIcon size={16} />
              </IconButton>
            )}
            <IconButton
              size="small"
              label={t.attachments.remove(file.name)}
              onClick={() => attachments.remove(conversationId, file.id)}
            >
              <CloseIcon size={16} />
            </IconButton>
          </li>
        ))}
      </ul>
      <VisuallyHidden>
        <span role="status">{announcement(files, t.attachments)}</span>
      </VisuallyHidden>
    </>
  )
}

function State({ file, conversationId }: { file: PendingFile; conversationId: string }) {
  const { t, formatBytes } = useI18n()
  const rules = useAttachmentRules(conversationId)
  switch (file.state) {
    case 'preparing':
      return <span className={styles.state}>{t.attachments.preparing}</span>
    case 'uploading':
      return (
        <progress
          className={styles.progress}
          max={1}
          value={file.progress}
          aria-label={t.attachments.uploading(file.name)}
        />
      )
    case 'waiting':
      return <span className={styles.state}>{t.attachments.waiting}</span>
    case 'ready':
      return (
        <span className={styles.state}>
          <bdi>{formatBytes(file.size)}</bdi>
        </span>
      )
    case 'failed': {
      const isTooLarge = file.error.hint === 'attachment_too_large' && rules
      return (
        <span ref={reveal} className={styles.trouble} role="alert">
          {isTooLarge ? t.attachments.tooLarge(formatBytes(rules.max_bytes)) : errorText(t, file.error)}
        </span>
      )
    }
    default:
      return file satisfies never
  }
}

/** Of many files, the one that is refused may lie below the others' edge. */
function reveal(trouble: HTMLElement | null): void {
  trouble?.closest('li')?.scrollIntoView({ block: 'nearest' })
}

/** Trying again would end the same way. */
function isRefused(file: PendingFile): boolean {
  return file.state === 'failed' && /^attachment_(?:type_refused|too_large|empty)$/.test(file.error.hint ?? '')
}

/** Not each per cent: only what has been done. */
function announcement(
  files: readonly PendingFile[],
  t: { readyToSend: (count: number) => string; underWay: (count: number) => string },
): string {
  const ready = files.filter(({ state }) => state === 'ready').length
  const underWay = files.filter(({ state }) => state !== 'ready' && state !== 'failed').length
  return underWay > 0 ? t.underWay(underWay) : ready > 0 ? t.readyToSend(ready) : ''
}
