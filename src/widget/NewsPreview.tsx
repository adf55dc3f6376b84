import { useState } from 'react'
import { CloseIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import type { Preview } from './loader/protocol'
import styles from './NewsPreview.module.css'

/** What came last and is unread, beside the button. Looks as the loader's does, which can't use this. */
export function NewsPreview({ preview, onOpen }: { preview: Preview; onOpen: () => void }) {
  const [isShown, setShown] = useState(true)
  return (
    <div role="status">
      {isShown && (
        <div className={styles.preview}>
          <button type="button" className={styles.words} onClick={onOpen}>
            <b dir="auto">{preview.author}</b>
            <span dir="auto">{preview.text}</span>
          </button>
          <IconButton label={preview.dismiss} className={styles.dismiss} onClick={() => setShown(false)}>
            <CloseIcon size={16} />
          </IconButton>
        </div>
      )}
    </div>
  )
}
