import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router-dom'
import type { AgentRow } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { AdminBar } from '@/ui/AdminBar'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { ChangedContext, MeContext } from './useOffice'
import styles from './Settings.module.css'

interface SettingsProps {
  me: AgentRow
  workspaceName: string
  /** Name or role are others now. */
  onChanged: () => void
}

/** /admin/settings: its pages beside a list of them; on a phone the list stands above, in one line. */
export function Settings({ me, workspaceName, onChanged }: SettingsProps) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the line is longer than the screen.
    const links = [...(nav.current?.querySelectorAll('a') ?? [])]
    const open = links.find((link) => pathname.startsWith(link.pathname))
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  useDocumentTitle(t.settings.title)
  return (
    <MeContext value={me}>
      <div className={styles.page}>
        <AdminBar title={t.settings.title} workspaceName={workspaceName} />
        <div className={styles.columns}>
          <nav ref={nav} className={styles.nav} aria-label={t.settings.title}>
            {PAGES.map((page) => (
              <NavLink key={page} to={`/admin/settings/${page}`} className={styles.link}>
                {t.settings.pages[page]}
              </NavLink>
            ))}
          </nav>
          <main className={styles.main}>
            <ChangedContext value={onChanged}>
              <Outlet />
            </ChangedContext>
          </main>
        </div>
      </div>
    </MeContext>
  )
}

const PAGES = ['inboxes', 'team', 'labels', 'canned-responses', 'workspace', 'profile'] as const
