import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
} from 'react'
import { flushSync } from 'react-dom'
import { accentTokens } from '@/ui/accent'
import type { Config } from '@/lib/config'
import { createStore } from '@/lib/store'
import { on } from '@/lib/undo'
import styles from './ChatWidget.module.css'
import type { WidgetControl } from './control'
import type { WidgetHost } from './host'
import { Launcher } from './Launcher'
import { FULL_SCREEN } from './loader/panelLook'
import { notify } from './loader/notification'
import { INBOX_KEY, type Preview, type WidgetEvent, type WidgetEvents } from './loader/protocol'
import { warn } from './loader/warn'
import { pageStorage, sessionName, WRITTEN } from './pageStorage'
import { PanelBoundary } from './PanelBoundary'
import { PanelWaiting } from './PanelWaiting'
import { NewsPreview } from './NewsPreview'
import { useMediaQuery } from '@/ui/useMediaQuery'
import { usePageTitle } from './usePageTitle'

// Only who wants to chat pays for the chat.
const WidgetInPage = lazy(() => import('./WidgetInPage').then((module) => ({ default: module.WidgetInPage })))

/** Without a control nobody is ever forgotten. */
const ONE_VISIT = createStore(0)

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
  const stored = pageStorage(inboxKey)
  const visits = control?.visit ?? ONE_VISIT
  const visit = useSyncExternalStore(visits.subscribe, visits.get)

  useEffect(() => {
    listener.current = onEvent
  }, [onEvent])

  useEffect(() => {
    if (!stored.get(WRITTEN)) return undefined
    const idle = setTimeout(() => setWanted(true), 500)
    return () => clearTimeout(idle)
  }, [stored])

  const host = useMemo<WidgetHost>(() => {
    // What a listener gives back is nothing to us: an effect that ends in this would take it for its undo.
    const tell: WidgetHost['tell'] = (name, detail) => {
      listener.current?.(name, detail)
    }
    return {
      storage: {
        getItem: stored.get,
        setItem(name, value) {
          if (visits.get() === visit) stored.set(name, value) // an answer that is late must not write down who was forgotten
        },
        removeItem: stored.remove,
      },
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
        tell('error', { code: 'unknown_inbox' })
        setGone(true)
      },
    }
  }, [inboxKey, stored, inline, visits, visit])

  const shown = useMemo(() => ({ open, expanded, fills }), [open, expanded, fills])
  const options = useMemo(() => ({ accent: given }), [given])
  usePageTitle(unread)

  const show = useCallback(() => {
    setWanted(true)
    setOpen(true)
    host.tell('open', {})
  }, [host])
  const opened = useEffectEvent(show)
  const closed = useEffectEvent(() => host.close())
  useEffect(
    () => control?.attach({ open: () => opened(), close: () => closed(), load: () => setWanted(true) }),
    [control],
  )
  useEffect(() => control?.report({ isOpen: open, unread }), [control, open, unread])

  // As if this visitor had never been here.
  const forget = useEffectEvent(() => {
    if (open) host.close()
    if (unread > 0) host.setUnread(0)
    setExpanded(false)
    setPreview(null)
    setWanted(inline)
  })
  useEffect(() => visits.subscribe(() => forget()), [visits])
  // Who logs out in one tab has logged out in all.
  useEffect(
    () =>
      on(window, 'storage', (event) => {
        const { key, newValue } = event as StorageEvent
        if (newValue === null && key === `causerie:${inboxKey}:${sessionName(inboxKey)}`) control?.forget()
      }),
    [control, inboxKey],
  )
  if (gone) return null

  const panel = wanted && (
    <PanelBoundary key={visit} onError={control?.fail}>
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
