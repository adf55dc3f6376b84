import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import type { InboxContact } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { PickList, type PickerItem } from '@/ui/Picker'
import { useCanned } from './composer/useCanned'
import { contactName } from './contactName'
import { INSERT } from './insert'
import { toMessage } from './messageAddress'
import type { PersonQuestion } from './PersonDialogs'
import { previewOf } from './preview'
import { fetchFound, searchQueries, type SearchResult } from './searchQueries'
import { useDesk, useInboxNames, useRows } from './useDesk'
import type { Filters } from './useFilters'
import { usePersonCommands } from './usePersonCommands'
import styles from './CommandPalette.module.css'

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  filters: Filters
  conversationId: string | null
  /** Presses what is on the page, once the palette has gone. */
  onPress: (selector: string) => void
  /** Asks about who writes in the open conversation, once the palette has gone. */
  onAsk: (question: PersonQuestion) => void
  onHelp: () => void
}

/** Everything by its name: what can be done, conversations, people, canned responses. */
export function CommandPalette(props: CommandPaletteProps) {
  const { t } = useI18n()
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} aria-label={t.desk.palette} finalFocus={false}>
          <Commands {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Commands({ filters, conversationId, onPress, onAsk, onHelp, onOpenChange }: CommandPaletteProps) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const hasOtherInboxes = useInboxNames().size > 1
  const navigate = useNavigate()
  const rows = useRows()
  const open = conversationId ? rows.get(conversationId) : undefined
  const row = open?.contact.erased_at ? undefined : open
  const personCommands = usePersonCommands(row, onAsk)
  const canned = useCanned(row)
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed.trim())
  const { people, conversations } = useFoundBeyond(query)
  const go = (path: string) => () => void navigate(path)
  const action = (label: string, selector: string, key: string): PickerItem => ({
    id: selector,
    label,
    detail: key,
    onPick: () => onPress(selector),
  })
  const { status } = filters.list.filter
  return (
    <PickList
      label={t.desk.palette}
      placeholder={t.desk.paletteHint}
      empty={t.desk.nothingFound}
      onQuery={setTyped}
      onPicked={() => onOpenChange(false)}
      groups={[
        {
          label: t.desk.conversationActions,
          items: row
            ? [
                action(t.composer.reply, '[data-composer="reply"]', 'R'),
                action(t.composer.note, '[data-composer="note"]', 'N'),
                ...(row.status === 'closed'
                  ? []
                  : [
                      action(t.inbox.closeConversation, '[data-does="close"]', 'E'),
                      action(t.inbox.snooze, '[data-does="snooze"]', 'S'),
                    ]),
                ...(row.status === 'open' ? [] : [action(t.inbox.reopenConversation, '[data-does="reopen"]', 'O')]),
                ...(row.assignee_id === meId ? [] : [action(t.inbox.assignToMe, '[data-does="assign"]', 'M')]),
                action(t.desk.assignTo, '[data-does="assign-to"]', 'A'),
                action(t.desk.labels, '[data-does="labels"]', 'L'),
                action(t.desk.priority, '[data-does="priority"]', 'P'),
                ...(hasOtherInboxes ? [action(t.desk.moveTo, '[data-does="move"]', 'V')] : []),
                ...personCommands,
                action(t.inbox.details, '[data-does="details"]', 'I'),
              ]
            : [],
        },
        {
          label: t.desk.goTo,
          items: [
            { id: 'all', label: t.desk.all, onPick: go(filters.linkToList({ filter: { status }, sort: 'newest' })) },
            {
              id: 'mine',
              label: t.desk.mine,
              onPick: go(filters.linkToList({ filter: { status: 'open', assignee: 'me' }, sort: 'newest' })),
            },
            {
              id: 'unassigned',
              label: t.inbox.unassigned,
              onPick: go(filters.linkToList({ filter: { status: 'open', assignee: 'none' }, sort: 'newest' })),
            },
            { id: 'reports', label: t.reports.title, onPick: go('/admin/reports') },
            { id: 'settings', label: t.settings.title, onPick: go('/admin/settings') },
            { id: 'shortcuts', label: t.desk.shortcuts, detail: '?', onPick: onHelp },
          ],
        },
        {
          label: t.composer.canned,
          items: row
            ? canned.map(({ id, shortcut, title, text }) => ({
                id,
                label: title,
                words: `/${shortcut} ${text}`,
                detail: `/${shortcut}`,
                onPick: () => window.dispatchEvent(new CustomEvent(INSERT, { detail: text })),
              }))
            : [],
        },
        {
          label: t.inbox.conversations,
          items: [
            ...[...rows.values()]
              .filter(({ id, contact }) => id !== conversationId && !conversations.has(id) && !contact.erased_at)
              .slice(0, query === '' ? 5 : KNOWN_MAX)
              .map((other) => ({
                id: other.id,
                label: contactName(t, other.contact),
                words: `${other.contact.email ?? ''} ${other.last_message_preview ?? ''}`,
                detail: previewOf(other),
                icon: <Avatar name={contactName(t, other.contact)} size={22} />,
                onPick: go(filters.linkTo(other.id)),
              })),
            ...[...conversations].map(([id, { contact, message }]) => ({
              id,
              label: contactName(t, contact),
              words: query,
              detail: message.snippet,
              icon: <Avatar name={contactName(t, contact)} size={22} />,
              onPick: go(toMessage(filters.linkTo(id), message.id)),
            })),
          ],
        },
        {
          label: t.desk.people,
          items: people.map(({ contact, conversationId: id }) => ({
            id: `person:${contact.id}`,
            label: contactName(t, contact),
            words: query,
            detail: contact.email,
            icon: <Avatar name={contactName(t, contact)} size={22} />,
            onPick: go(filters.linkTo(id)),
          })),
        },
      ]}
    />
  )
}

const KNOWN_MAX = 200

interface Beyond {
  people: { contact: InboxContact; conversationId: string }[]
  /** By id, with what was found in each. */
  conversations: ReadonlyMap<string, Hit>
}

interface Hit {
  contact: InboxContact
  message: NonNullable<SearchResult['message']>
}

const NOTHING: Beyond = { people: [], conversations: new Map() }

/** What only the server knows: in the list stand a few hundred. */
function useFoundBeyond(query: string): Beyond {
  const desk = useDesk()
  const { data } = useQuery({
    queryKey: [...searchQueries.search(desk, query).queryKey, 'palette'] as const,
    queryFn: async ({ signal }) => {
      const { results } = await fetchFound(desk, query, null, signal)
      const people: Beyond['people'] = []
      const conversations = new Map<string, Hit>()
      for (const { kind, contact, conversation, message } of results) {
        if (!conversation) continue
        if (kind === 'contact') people.push({ contact, conversationId: conversation.id })
        else if (message && !conversations.has(conversation.id))
          conversations.set(conversation.id, { contact, message })
      }
      return { people, conversations }
    },
    enabled: query.length > 1,
    gcTime: 60_000,
  })
  return data ?? NOTHING
}
