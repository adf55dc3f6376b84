import { Dialog as Base } from '@base-ui/react/dialog'
import { useRef, type ReactNode } from 'react'
import { IconButton } from './IconButton'
import { CloseIcon } from './icons'
import styles from './Dialog.module.css'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  closeLabel: string
  description?: ReactNode
  children: ReactNode
  /** Where the focus goes when it closes, if what opened it is not seen then. */
  finalFocus?: () => HTMLElement | boolean
  /** `side`: a sheet along the end of the line, for what is a pane on larger screens. */
  kind?: 'middle' | 'side'
}

export function Dialog({
  open,
  onOpenChange,
  title,
  closeLabel,
  description,
  children,
  finalFocus,
  kind = 'middle',
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={styles[kind]}
          initialFocus={(how) => (kind === 'middle' && how !== 'touch' && firstField(body.current)) || true}
          finalFocus={finalFocus}
        >
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label={closeLabel} size="small">
                  <CloseIcon />
                </IconButton>
              }
            />
          </header>
          {description && <Base.Description className={styles.description}>{description}</Base.Description>}
          {/* While it fades, a second click or Enter meets nothing: it would save once more. */}
          <div ref={body} className={styles.body} inert={!open}>
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** What one has come to fill in; not the cross beside the title. On a touch screen its keyboard would cover the rest. */
function firstField(body: HTMLElement | null): HTMLElement | null {
  return (
    body?.querySelector<HTMLElement>('input:not([type="checkbox"], [type="radio"], [hidden]), textarea, select') ?? null
  )
}
