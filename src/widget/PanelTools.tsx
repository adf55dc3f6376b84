import type { ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import { CloseIcon, CollapseIcon, ExpandIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import type { WidgetHost } from './host'
import type { Shown } from './loader/protocol'
import { PanelSettings } from './PanelSettings'
import styles from './PanelTools.module.css'

export type PanelToolsProps = {
  host: WidgetHost
  shown: Shown
  /** What else can be done, under the button of the settings; given the way to close them. */
  children?: (close: () => void) => ReactNode
}

/** Settings, size, close: at the top of every view. */
export function PanelTools({ host, shown, children, onAccent = false }: PanelToolsProps & { onAccent?: boolean }) {
  const { t } = useI18n()
  const { expand } = host
  return (
    <div className={classes(styles.tools, onAccent && styles.onAccent)}>
      <PanelSettings>{children}</PanelSettings>
      {expand && !shown.fills && (
        <IconButton
          label={shown.expanded ? t.widget.collapse : t.widget.expand}
          onClick={() => expand(!shown.expanded)}
        >
          {shown.expanded ? <CollapseIcon /> : <ExpandIcon />}
        </IconButton>
      )}
      <IconButton label={t.widget.close} onClick={host.close}>
        <CloseIcon />
      </IconButton>
    </div>
  )
}
