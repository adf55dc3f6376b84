import { Toast as Base } from '@base-ui/react/toast'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { IconButton } from './IconButton'
import { AlertIcon, CheckIcon, CloseIcon } from './icons'
import styles from './Toast.module.css'

type ToastKind = 'done' | 'trouble'

/** Shows what happened, where the eye is not: `useToast().trouble('…')`. Trouble is read out at once and stays longer. */
export function useToast() {
  const { add } = Base.useToastManager()
  return {
    done: (title: string, action?: { label: string; onSelect: () => void }) =>
      add({
        title,
        type: 'done' satisfies ToastKind,
        actionProps: action && { children: action.label, onClick: action.onSelect },
      }),
    trouble: (title: string) => add({ title, type: 'trouble' satisfies ToastKind, priority: 'high', timeout: 10_000 }),
  }
}

type ToastProviderProps = {
  children: ReactNode
  /** Of the place where they appear. */
  label: string
  dismissLabel: string
}

export function ToastProvider({ children, label, dismissLabel }: ToastProviderProps) {
  return (
    <Base.Provider timeout={5_000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport} aria-label={label} data-toasts>
          <Toasts dismissLabel={dismissLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts({ dismissLabel }: { dismissLabel: string }) {
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={classes(styles.toast, toast.type === 'trouble' && styles.trouble)}
    >
      <Base.Content className={styles.content}>
        <span className={styles.icon}>{toast.type === 'trouble' ? <AlertIcon /> : <CheckIcon />}</span>
        <Base.Title className={styles.title} render={<p />} />
        {toast.actionProps && <Base.Action className={styles.action} />}
        <Base.Close
          render={
            <IconButton label={dismissLabel} size="small">
              <CloseIcon />
            </IconButton>
          }
        />
      </Base.Content>
    </Base.Root>
  ))
}
