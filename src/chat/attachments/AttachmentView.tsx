import { useEffect, useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { on, together } from '@/lib/undo'
import { CloseIcon, DownloadIcon, FileIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { Spinner } from '@/ui/Spinner'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useChat } from '../ChatProvider'
import type { Attachment } from '../shapes'
import styles from './AttachmentView.module.css'
import { boxOf, isPicture } from './files'

/** A file in a bubble: a picture that opens large, or a card that saves it. */
export default function AttachmentView({ attachment }: { attachment: Attachment }) {
  return isPicture(attachment.type) ? <Picture attachment={attachment} /> : <Card attachment={attachment} />
}

function Picture({ attachment }: { attachment: Attachment }) {
  const { t } = useI18n()
  const { url, renew, hasFailed } = useLink(attachment.path)
  const [isOpen, setOpen] = useState(false)
  const { width, height } = boxOf(attachment)
  if (hasFailed) return <Card attachment={attachment} />
  return (
    <>
      <button
        type="button"
        className={styles.picture}
        style={{ width, aspectRatio: `${width} / ${height}` }}
        aria-label={t.attachments.enlarge(attachment.name)}
        onClick={() => setOpen(true)}
      >
        {url ? (
          <img src={url} alt={attachment.name} width={width} height={height} decoding="async" onError={renew} />
        ) : (
          <Spinner />
        )}
      </button>
      {isOpen && <Lightbox attachment={attachment} onClose={() => setOpen(false)} />}
    </>
  )
}

function Card({ attachment }: { attachment: Attachment }) {
  const { t, formatBytes } = useI18n()
  const { save, isSaving, hasFailed } = useSave(attachment)
  const { name, size } = attachment
  return (
    <button type="button" className={styles.card} onClick={save}>
      <VisuallyHidden>{t.attachments.save} </VisuallyHidden>
      <span className={styles.icon}>
        <FileIcon size={22} />
      </span>
      <span className={styles.text}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.size} role={hasFailed ? 'alert' : undefined}>
          {hasFailed ? t.attachments.notAvailable : <bdi>{formatBytes(size)}</bdi>}
        </span>
      </span>
      {isSaving ? <Spinner /> : <DownloadIcon />}
    </button>
  )
}

/** The picture as large as the window allows. */
function Lightbox({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const { t } = useI18n()
  const { url, renew } = useLink(attachment.path)
  const { save } = useSave(attachment)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element) return undefined
    element.showModal()
    return together(
      on(element, 'keydown', (event) => event.stopPropagation()), // Escape closes this, not the chat around it
      on(element, 'click', (event) => event.target === element && element.close()), // beside the picture
      () => element.close(),
    )
  }, [])
  return (
    <dialog ref={dialog} className={styles.lightbox} aria-label={attachment.name} onClose={onClose}>
      <div className={styles.bar}>
        <bdi className={styles.name}>{attachment.name}</bdi>
        <IconButton label={t.attachments.download(attachment.name)} onClick={save}>
          <DownloadIcon />
        </IconButton>
        <IconButton label={t.attachments.close} onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </IconButton>
      </div>
      {url ? <img src={url} alt={attachment.name} onError={renew} /> : <Spinner />}
    </dialog>
  )
}

/** A link to what lies there: asked when it is drawn, and once more when it has ended meanwhile. */
function useLink(path: string): { url: string | null; renew: () => void; hasFailed: boolean } {
  const { links } = useChat().attachments
  const [url, setUrl] = useState(() => links.known(path))
  const [tries, setTries] = useState(0)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isCurrent = true
    if (tries > 0) links.drop(path)
    async function ask() {
      try {
        const link = await links.open(path)
        if (isCurrent) setUrl(link)
      } catch {
        if (isCurrent) setFailed(true) // the card in its place can be tried again
      }
    }
    void ask()
    return () => {
      isCurrent = false
    }
  }, [links, path, tries])
  return {
    url,
    hasFailed,
    renew() {
      if (tries > 0) return setFailed(true)
      setUrl(null) // the new link may be the same to the letter, and a browser that has given up on an address doesn't look again
      setTries(1)
    },
  }
}

/** Saves it under its name: by a link made at this moment, which answers with a file and leaves the page where it is. */
function useSave({ path, name }: Attachment): { save: () => void; isSaving: boolean; hasFailed: boolean } {
  const { links } = useChat().attachments
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle')
  async function save() {
    setState('saving')
    try {
      const link = document.createElement('a')
      link.href = await links.save(path, name)
      link.download = name
      link.rel = 'noopener'
      link.click()
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return { save: () => void save(), isSaving: state === 'saving', hasFailed: state === 'failed' }
}
