import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import { ConnectionBanner } from '@/chat/ConnectionBanner'
import type { AgentRow } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon, ChatIcon, ReportsIcon } from '@/ui/icons'
import { Loading } from '@/ui/Loading'
import { useMediaQuery } from '@/ui/useMediaQuery'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { Mark } from '@/ui/Wordmark'
import { AccountMenu } from './AccountMenu'
import { CommandPalette } from './CommandPalette'
import { ConversationDetails } from './ConversationDetails'
import { ConversationPane, PaneFrame } from './ConversationPane'
import { ErasedPerson } from './ErasedPerson'
import { Overview } from './Overview'
import { PersonDialogs, type PersonQuestion } from './PersonDialogs'
import { deskQueries } from './queries'
import { ShortcutsDialog } from './ShortcutsDialog'
import { Sidebar } from './Sidebar'
import { Statistics } from './Statistics'
import { useDesk, useRows } from './useDesk'
import { useDetailsShown } from './useDetailsShown'
import { useFilters } from './useFilters'
import { useTellViewing } from './useRowViewers'
import type { Selection } from './useSelection'
import { usePageTitle } from './usePageTitle'
import { focusCurrent, press, useShortcuts } from './useShortcuts'
import styles from './AdminChat.module.css'

/** As in the styles: a phone shows one pane at a time. */
const ONE_PANE = '(max-width: 719px)'

interface AdminChatProps {
  workspace: { id: string; name: string }
  me: AgentRow
  conversationId: string | null
  onSignOut: () => void
}

/** The team's inbox: which conversations, the chosen one, and who writes it. One pane at a time on a phone. */
export function AdminChat({ workspace, me, conversationId, onSignOut }: AdminChatProps) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const filters = useFilters(conversationId)
  const list = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const pane = useRef<HTMLElement>(null)
  useTellViewing(conversationId)
  const selection = useRef<Selection | null>(null)
  const [dialog, setDialog] = useState<'help' | 'palette' | PersonQuestion | null>(null)
  // One that says late that it is closed must not close the other.
  const toggle = (which: NonNullable<typeof dialog>, open: boolean) =>
    setDialog((now) => (open ? which : now === which ? null : now))
  function ask(question: PersonQuestion) {
    pane.current?.querySelector<HTMLElement>('[data-does="more"]')?.focus() // where one is when it has been answered
    setDialog(question)
  }
  const noteSelection = useCallback((next: Selection) => {
    selection.current = next
  }, [])
  usePageTitle(conversationId)
  const listIsAll = useMediaQuery(ONE_PANE) && conversationId === null

  const close = () => void (conversationId && navigate(filters.linkTo(null)))
  useShortcuts({
    list,
    search,
    pane,
    selection,
    onClose: close,
    onHelp: () => setDialog('help'),
    onPalette: () => setDialog('palette'),
  })
  return (
    <div className={styles.inbox} data-chosen={conversationId !== null}>
      <header className={styles.bar}>
        <h1 className={styles.workspace}>
          <Mark size={26} />
          <VisuallyHidden>{t.inbox.titleBefore}</VisuallyHidden>
          <span className={styles.workspaceName} title={workspace.name}>
            {workspace.name}
          </span>
        </h1>
        <Statistics />
        <span className={styles.spring} />
        <Link className={styles.reports} to="/admin/reports" title={t.reports.title} aria-label={t.reports.title}>
          <ReportsIcon />
        </Link>
        <AccountMenu me={me} onSignOut={onSignOut} />
      </header>
      {/* An open conversation says it itself, where one writes. */}
      {!conversationId && <ConnectionBanner />}
      <div className={styles.panes}>
        {/* No <aside>: it may not be the main thing of a page, and another element in its place would begin the list anew. */}
        <div role={listIsAll ? 'main' : 'complementary'} className={styles.sidebar} aria-label={t.inbox.conversations}>
          <Sidebar
            filters={filters}
            conversationId={conversationId}
            searchRef={search}
            listRef={list}
            onLeaveSearch={() => focusCurrent(list.current)}
            onSelection={noteSelection}
          />
        </div>
        <main ref={pane} className={styles.main}>
          {conversationId ? (
            <Chosen key={conversationId} conversationId={conversationId} linkTo={filters.linkTo} onBack={close} />
          ) : (
            <Overview name={me.name} linkTo={filters.linkTo} />
          )}
        </main>
      </div>
      <ShortcutsDialog open={dialog === 'help'} onOpenChange={(open) => toggle('help', open)} />
      {conversationId && (
        <PersonDialogs
          key={conversationId}
          conversationId={conversationId}
          asked={dialog === 'merge' || dialog === 'erase' ? dialog : null}
          onOpenChange={toggle}
        />
      )}
      <CommandPalette
        open={dialog === 'palette'}
        onOpenChange={(open) => toggle('palette', open)}
        filters={filters}
        conversationId={conversationId}
        onPress={(selector) => requestAnimationFrame(() => pressOrShow(pane.current, selector))}
        onAsk={(question) => requestAnimationFrame(() => ask(question))}
        onHelp={() => setDialog('help')}
      />
    </div>
  )
}

/** What a narrow pane has no place for stands in the details. */
function pressOrShow(pane: HTMLElement | null, selector: string) {
  return press(pane, selector) || press(pane, '[data-does="details"][aria-expanded="false"]')
}

interface ChosenProps {
  conversationId: string
  linkTo: (conversationId: string | null) => string
  onBack: () => void
}

/** The conversation of the address, if there is one. */
function Chosen({ conversationId, linkTo, onBack }: ChosenProps) {
  const { t } = useI18n()
  const desk = useDesk()
  const row = useRows().get(conversationId)
  const query = deskQueries.one(desk, conversationId)
  const one = useQuery({ ...query, enabled: row === undefined })
  const failure = useFailure(query.queryKey, one)
  const details = useDetailsShown()
  const [sheetOpen, setSheetOpen] = useState(false)

  if (row?.contact.erased_at) {
    return (
      <PaneFrame>
        <ErasedPerson row={row} since={row.contact.erased_at} onBack={onBack} />
      </PaneFrame>
    )
  }
  if (row) {
    return (
      <>
        <ConversationPane
          row={row}
          onBack={onBack}
          detailsShown={details.fits ? details.shown : sheetOpen}
          onToggleDetails={() => (details.fits ? details.toggle() : setSheetOpen(!sheetOpen))}
        />
        {details.fits && details.shown && (
          <aside className={styles.details}>
            <ConversationDetails row={row} linkTo={linkTo} />
          </aside>
        )}
        {!details.fits && (
          <Dialog
            kind="side"
            open={sheetOpen}
            onOpenChange={setSheetOpen}
            title={t.inbox.details}
            closeLabel={t.app.close}
          >
            <ConversationDetails row={row} linkTo={linkTo} />
          </Dialog>
        )}
      </>
    )
  }
  if (one.isPending && !failure.why) return <Loading label={t.app.loading} />
  return (
    <PaneFrame>
      {failure.why ? (
        <EmptyState
          role="alert"
          icon={<AlertIcon />}
          title={t.inbox.conversationFailedTitle}
          action={
            <Button busy={failure.isAsking} onClick={failure.again}>
              {t.inbox.retry}
            </Button>
          }
        >
          {errorText(t, failure.why)}
        </EmptyState>
      ) : (
        <EmptyState
          icon={<ChatIcon />}
          title={t.inbox.notFoundTitle}
          action={<Button onClick={onBack}>{t.inbox.backToList}</Button>}
        >
          {t.inbox.notFoundWords}
        </EmptyState>
      )}
    </PaneFrame>
  )
}
