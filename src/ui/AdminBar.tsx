import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { BackIcon } from './icons'
import styles from './AdminBar.module.css'

interface AdminBarProps {
  title: string
  workspaceName: string
  /** Buttons at its end. */
  children?: ReactNode
}

/** The bar over a page beside the inbox: the way back, where one is, and what can be done with the page. */
export function AdminBar({ title, workspaceName, children }: AdminBarProps) {
  const { t } = useI18n()
  return (
    <header className={styles.bar}>
      <Link className={styles.back} to="/admin/chat">
        <BackIcon />
        {t.reports.toInbox}
      </Link>
      <h1 className={styles.title}>
        {title} <span className={styles.workspace}>{workspaceName}</span>
      </h1>
      {children}
    </header>
  )
}
