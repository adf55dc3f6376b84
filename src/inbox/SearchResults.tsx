import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { LockIcon, SearchIcon } from '@/ui/icons'
import { Loading } from '@/ui/Loading'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { ListFailed } from './ListFailed'
import { contactName } from './contactName'
import { toMessage } from './messageAddress'
import { previewOf } from './preview'
import { wrongDate } from './wrongDate'
import type { Found, FoundState } from './useFound'
import styles from './SearchResults.module.css'

interface SearchResultsProps {
  shown: FoundState
  conversationId: string | null
  linkTo: (conversationId: string) => string
  /** Searches for something else: an operator that was chosen. */
  onSearch: (query: string) => void
  query: string
}

/** What was found, best first: each leads straight to the message. */
export function SearchResults({ shown, conversationId, linkTo, onSearch, query }: SearchResultsProps) {
  const { t } = useI18n()
  if (shown.state === 'loading') return <Loading label={t.app.loading} />
  if (shown.state === 'failed' && shown.error) return <ListFailed title={t.desk.searchFailed} {...shown} />
  const isEmpty = shown.found.length === 0
  const noDate = wrongDate(query)
  const count = shown.hasMore ? t.desk.foundMany(shown.found.length) : t.inbox.found(shown.found.length)
  return (
    <>
      <output className={isEmpty ? undefined : styles.count}>
        {isEmpty ? <VisuallyHidden>{count}</VisuallyHidden> : count}
      </output>
      <ul className={styles.list} aria-label={t.inbox.conversations}>
        {shown.found.map((one) => (
          <Result
            key={one.conversation?.id ?? one.contact.id}
            found={one}
            isCurrent={one.conversation?.id === conversationId}
            linkTo={linkTo}
          />
        ))}
      </ul>
      {isEmpty && (
        <EmptyState icon={<SearchIcon />} title={t.inbox.emptySearchTitle}>
          {noDate ? t.inbox.emptySearchDate(noDate) : t.inbox.emptySearchWords}
        </EmptyState>
      )}
      {shown.hasMore && (
        <p className={styles.more}>
          <Button size="small" look="quiet" busy={shown.isLoadingMore} onClick={shown.loadMore}>
            {t.desk.findMore}
          </Button>
        </p>
      )}
      <Operators query={query} onSearch={onSearch} />
    </>
  )
}

const HITS_MAX = 4

function Result({
  found: { conversation, contact, hits },
  isCurrent,
  linkTo,
}: {
  found: Found
  isCurrent: boolean
  linkTo: SearchResultsProps['linkTo']
}) {
  const { t, formatDay } = useI18n()
  const name = contactName(t, contact)
  const [best, ...others] = hits
  if (!conversation) return null
  const to = linkTo(conversation.id)
  return (
    <li className={styles.result}>
      <Link
        className={styles.card}
        to={best ? toMessage(to, best.id) : to}
        aria-current={isCurrent ? 'page' : undefined}
        data-conversation={conversation.id}
      >
        <Avatar name={name} size={32} />
        <span className={styles.text}>
          <span className={styles.head}>
            <bdi className={styles.name}>{name}</bdi>
            <span className={styles.when}>
              {formatDay(best?.created_at ?? conversation.last_message_at)} · {t.inbox.statusOf[conversation.status]}
            </span>
          </span>
          {best ? (
            <Snippet hit={best} />
          ) : (
            <span className={styles.snippet}>{contact.email ?? previewOf(conversation)}</span>
          )}
        </span>
      </Link>
      {others.slice(0, HITS_MAX - 1).map((hit) => (
        <Link key={hit.id} className={styles.other} to={toMessage(to, hit.id)} data-conversation={conversation.id}>
          <Snippet hit={hit} />
        </Link>
      ))}
    </li>
  )
}

function Snippet({ hit }: { hit: Found['hits'][number] }) {
  return (
    <span className={styles.snippet} dir="auto">
      {hit.seq === null && <LockIcon size={12} />} {marked(hit.snippet, hit.marks)}
    </span>
  )
}

function marked(text: string, marks: readonly [from: number, to: number][]): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) parts.push(text.slice(at, from))
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>)
    at = to
  }
  return [...parts, text.slice(at)]
}

/** What a search may say besides words. A press adds it to what is being searched. */
function Operators({ query, onSearch }: { query: string; onSearch: (query: string) => void }) {
  const { t } = useI18n()
  return (
    <details className={styles.help}>
      <summary>{t.desk.operators}</summary>
      <dl className={styles.operators}>
        {t.desk.operatorList.split('\n').map((line) => {
          const [operator = '', words = ''] = line.split(' = ')
          return (
            <div key={operator}>
              <dt>
                <button
                  type="button"
                  className={styles.operator}
                  onClick={() => onSearch(`${query} ${operator}`.trim())}
                >
                  {operator}
                </button>
              </dt>
              <dd>{words}</dd>
            </div>
          )
        })}
      </dl>
    </details>
  )
}
