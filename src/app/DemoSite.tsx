import { useState } from 'react'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { LOCALES, type Locale } from '@/i18n/locale'
import { CopyLine } from '@/ui/CopyLine'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { Wordmark } from '@/ui/Wordmark'
import { ChatWidget } from '@/widget/ChatWidget'
import styles from './DemoSite.module.css'

const LANGUAGES: Record<Locale, string> = { en: 'English', fr: 'Français' }

/** A small site of our own with the chat on it, rendered directly: no script tag, no frame. */
export function DemoSite() {
  const { t, locale, setLocale } = useI18n()
  const [inboxKey] = useState(readInboxKey)
  const { facts, sample } = t.site
  useDocumentTitle(t.site.title.replace(/\.$/, ''))
  return (
    <div className={styles.site}>
      <header className={styles.top}>
        <Wordmark />
        <nav className={styles.languages} aria-label={t.widget.language}>
          {LOCALES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={language === locale}
              onClick={() => setLocale(language)}
            >
              {LANGUAGES[language]}
            </button>
          ))}
        </nav>
      </header>
      <main>
        <section className={styles.hero}>
          <div>
            <h1>{t.site.title}</h1>
            <p className={styles.lead}>{t.site.lead}</p>
            <p className={styles.ways}>
              <Link className={styles.toInbox} to="/admin/chat">
                {t.site.toInbox}
              </Link>
            </p>
            <p className={styles.hint}>{inboxKey ? t.site.writeHere : t.site.noInbox}</p>
          </div>
          <div className={styles.sample} aria-hidden="true">
            <p className={styles.theirs}>{sample.customer}</p>
            <p className={styles.ours}>{sample.agent}</p>
            <p className={styles.theirs}>{sample.thanks}</p>
          </div>
        </section>
        <Embed inboxKey={inboxKey} />
        <ul className={styles.facts}>
          <Fact title={facts.liveTitle}>{facts.live}</Fact>
          <Fact title={facts.yoursTitle}>{facts.yours}</Fact>
          <Fact title={facts.lightTitle}>{facts.light}</Fact>
        </ul>
      </main>
      {inboxKey && <ChatWidget inboxKey={inboxKey} />}
    </div>
  )
}

function Embed({ inboxKey }: { inboxKey: string }) {
  const { t } = useI18n()
  const snippet = `<script async src="${location.origin}/widget.js" data-inbox="${inboxKey || 'ibx_…'}"></script>`

  return (
    <section className={styles.embed} aria-labelledby="embed-title">
      <h2 id="embed-title">{t.site.embedTitle}</h2>
      <p>{t.site.embedLead}</p>
      <CopyLine className={styles.snippet} text={snippet} copyLabel={t.app.copy} copiedLabel={t.app.copied} />
    </section>
  )
}

function Fact({ title, children }: { title: string; children: string }) {
  return (
    <li>
      <h2>{title}</h2>
      <p>{children}</p>
    </li>
  )
}

/** An inbox that somebody tries here: `/?inbox=ibx_…`. Else filled in by the server that hands out the page, or by the build; '' where neither did. */
function readInboxKey(): string {
  const tried = new URLSearchParams(location.search).get('inbox') ?? ''
  if (/^ibx_[0-9A-Za-z]{22}$/.test(tried)) return tried
  const built: unknown = import.meta.env.VITE_CAUSERIE_INBOX_KEY
  const served = document.querySelector('meta[name="causerie:inbox-key"]')?.getAttribute('content') ?? ''
  return served && !served.startsWith('%') ? served : typeof built === 'string' ? built : ''
}
