import { Popover } from '@base-ui/react/popover'
import { useI18n } from '@/i18n/I18nProvider'
import { IconButton } from '@/ui/IconButton'
import { InfoIcon } from '@/ui/icons'
import styles from './Definition.module.css'

/** What a figure counts, behind a button: a hint on hover alone would be out of reach for fingers, keys and ears. */
export function Definition({ of, children }: { of: string; children: string }) {
  const { t } = useI18n()
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton label={t.reports.whatIs(of)} size="small" className={styles.button}>
            <InfoIcon size={15} />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} collisionPadding={12}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{of}</Popover.Title>
            <Popover.Description className={styles.words}>{children}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
