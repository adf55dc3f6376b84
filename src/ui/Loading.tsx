import { Spinner } from './Spinner'
import { VisuallyHidden } from './VisuallyHidden'
import styles from './Loading.module.css'

/** A whole page or pane on its way. */
export function Loading({ label }: { label: string }) {
  return (
    <output className={styles.loading}>
      <Spinner size={24} />
      <VisuallyHidden>{label}</VisuallyHidden>
    </output>
  )
}
