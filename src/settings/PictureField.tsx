import { useId, useRef, useState, type DragEvent } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { TextField } from '@/ui/TextField'
import fieldStyles from '@/ui/TextField.module.css'
import { isUploaded, PICTURE_TYPES, UnreadablePicture, uploadPicture } from './picture'
import { useMe, useOffice } from './useOffice'
import styles from './PictureField.module.css'

interface PictureFieldProps {
  /** As it is being written: shown, and decides the initials. */
  name: string
  /** The picture's address; '': none. */
  value: string
  /** What is wrong with the address. */
  error: string | null
  onChange: (value: string) => void
}

/** One's own picture: chosen, dropped, given by an address, or taken away. It counts when the form is saved. */
export function PictureField({ name, value, error, onChange }: PictureFieldProps) {
  const { t } = useI18n()
  const { client } = useOffice()
  const me = useMe()
  const words = t.settings.profile
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [isOver, setOver] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const isOurs = isUploaded(client, value)

  const take = async (file: File | undefined) => {
    if (!file || isBusy) return
    setBusy(true)
    setTrouble(null)
    try {
      onChange(await uploadPicture(client, me, file))
    } catch (thrown) {
      setTrouble(thrown instanceof UnreadablePicture ? words.pictureUnreadable : errorText(t, thrown))
    }
    setBusy(false)
  }
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault() // or the browser would open the file in place of the page
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }

  return (
    <div className={fieldStyles.field} role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-below`}>
      <span id={`${id}-label`} className={fieldStyles.label}>
        {words.picture}
      </span>
      <div
        className={classes(styles.drop, isOver && styles.over)}
        onDragEnter={hover}
        onDragOver={hover}
        onDragLeave={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false)
        }}
        onDrop={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return
          event.preventDefault()
          setOver(false)
          void take(event.dataTransfer.files[0])
        }}
      >
        <Avatar name={name} src={value} seed={me.user_id} size={64} />
        <input
          ref={field}
          type="file"
          hidden
          aria-label={words.picture}
          accept={PICTURE_TYPES}
          onChange={({ target }) => {
            void take(target.files?.[0])
            target.value = '' // the same file may be chosen again
          }}
        />
        <Button busy={isBusy} onClick={() => field.current?.click()}>
          {words.pictureChoose}
        </Button>
        {value !== '' && (
          <Button look="quiet" onClick={() => onChange('')}>
            {words.pictureRemove}
          </Button>
        )}
      </div>
      <p
        id={`${id}-below`}
        className={trouble ? fieldStyles.error : fieldStyles.hint}
        role={trouble ? 'alert' : undefined}
      >
        {trouble ?? words.pictureWords}
      </p>
      <details className={styles.more} open={error !== null || (value !== '' && !isOurs) || undefined}>
        <summary>{words.pictureAddressInstead}</summary>
        <TextField
          label={words.pictureAddress}
          type="url"
          value={isOurs ? '' : value}
          maxLength={2_000}
          error={error}
          onChange={({ target }) => onChange(target.value)}
        />
      </details>
    </div>
  )
}
