import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type CSSProperties } from 'react'
import { flushSync } from 'react-dom'
import { accentTokens } from '@/ui/accent'
import type { Config } from '@/lib/config'
import styles from './ChatWidget.module.css'
import type { WidgetControl } from './control'
import type { WidgetHost } from './host'
import { Launcher } from './Launcher'
import { hostStorage } from './loader/hostStorage'
import { FULL_SCREEN } from './loader/panelLook'
import { notify } from './loader/notification'
import { INBOX_KEY, type Preview, type WidgetEvent, type WidgetEvents } from './loader/protocol'
import { warn } from './loader/warn'
import { PanelBoundary } from './PanelBoundary'
import { PanelWaiting } from './PanelWaiting'
import { NewsPreview } from './NewsPreview'
import { useMediaQuery } from './useMediaQuery'
import { usePageTitle } from './usePageTitle'
import { WRITTEN } from './written'

// Only who wants to chat pays for the chat.
const WidgetInPage = lazy(() => import('./WidgetInPage').then((module) => ({ default: module.WidgetInPage })))

export interface ChatWidgetProps {
  /** `ibx_…`, as Settings shows it. */
  inboxKey: string
  /** `#rrggbb`, until the inbox has said its own. */
  accent?: string
  /** The panel alone, as large as what it stands in, without a button. */
  inline?: boolean
  /** Where our Supabase is; without it the page's `<meta>` say. */
  config?: Config
  control?: WidgetControl
  onEvent?: <Name extends WidgetEvent>(name: Name, detail: WidgetEvents[Name]) => void
}

/** The floating button and its panel, in a page of our own. Other people's pages use `widget.js`. Wants an I18nProvider above. */
export function ChatWidget(props: ChatWidgetProps) {
  const isValid = INBOX_KEY.test(props.inboxKey)
  useEffect(() => {
    if (!isValid) warn(`needs an inboxKey like ibx_…, not "${props.inboxKey}"`)
  }, [isValid, props.inboxKey])
  return isValid ? <Widget key={props.inboxKey} {...props} /> : null
}

function Widget({ inboxKey, accent: given, inline = false, config, control, onEvent }: ChatWidgetProps) {
  const [open, setOpen] = useState(inline)
  const [expanded, setExpanded] = useState(false)
  const [wanted, setWanted] = useState(inline)
  const [gone, setGone] = useState(false)
  const [unread, setUnread] = useState(0)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [accent, setAccent] = useState(given)
  const launcher = useRef<HTMLButtonElement>(null)
  const listener = useRef(onEvent)
  const fills = useMediaQuery(FULL_SCREEN)
  const stored = useMemo(() => hostStorage(inboxKey, () => localStorage), [inboxKey])

  useEffect(() => {
    listener.current = onEvent
  }, [onEvent])

  useEffect(() => {
    if (!stored.get(WRITTEN)) return undefined
    const idle = setTimeout(() => setWanted(true), 500)
    return () => clearTimeout(idle)
  }, [stored])

  const host = useMemo<WidgetHost>(() => {
    const tell: WidgetHost['tell'] = (name, detail) => listener.current?.(name, detail)
    return {
      storage: { getItem: stored.get, setItem: stored.set, removeItem: stored.remove },
      page: () => ({ url: location.href, title: document.title, referrer: document.referrer }),
      close() {
        if (inline) return
        flushSync(() => setOpen(false)) // on a phone the button can only take the focus once it is back
        launcher.current?.focus()
        tell('close', {})
      },
      expand: inline ? null : setExpanded,
      preview: setPreview,
      notify: (news) => notify(news, () => setOpen(true)),
      setUnread(count) {
        setUnread(count)
        tell('unread', { count })
      },
      remember(look) {
        if (look.accent) setAccent(look.accent)
      },
      tell,
      ready: () => tell('ready', {}),
      unknownInbox() {
        warn(`there is no inbox ${inboxKey}`)
        setGone(true)
      },
    }
  }, [inboxKey, stored, inline])

  const shown = useMemo(() => ({ open, expanded, fills }), [open, expanded, fills])
  const options = useMemo(() => ({ accent: given }), [given])
  usePageTitle(unread)

  const show = useCallback(() => {
    setWanted(true)
    setOpen(true)
    host.tell('open', {})
  }, [host])
  useEffect(
    () => control?.attach({ open: show, close: host.close, load: () => setWanted(true) }),
    [control, show, host],
  )
  useEffect(() => control?.report({ isOpen: open, unread }), [control, open, unread])
  if (gone) return null

  const panel = wanted && (
    <PanelBoundary>
      <Suspense fallback={<PanelWaiting />}>
        <WidgetInPage
          inboxKey={inboxKey}
          host={host}
          options={options}
          shown={shown}
          config={config}
          control={control}
        />
      </Suspense>
    </PanelBoundary>
  )
  const style = accentTokens(accent) as CSSProperties | undefined
  if (inline)
    return (
      <div className={styles.inline} style={style}>
        {panel}
      </div>
    )
  return (
    <div className={styles.widget} style={style}>
      <Launcher
        ref={launcher}
        open={open}
        unread={unread}
        onIntent={() => setWanted(true)}
        onToggle={open ? host.close : show}
      />
      {!open && preview && <NewsPreview key={preview.author + preview.text} preview={preview} onOpen={show} />}
      <div className={styles.popup} data-open={open || undefined} data-expanded={expanded || undefined} inert={!open}>
        {panel}
      </div>
    </div>
  )
}
