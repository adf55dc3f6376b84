import { useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { InboxConversation } from '@/chat/shapes'
import { Button } from '@/ui/Button'
import { AssignIcon, CheckIcon, ReopenIcon, SnoozeIcon } from '@/ui/icons'
import { Menu, MenuHeader, MenuItem } from '@/ui/Menu'
import { snoozeTimes } from './snoozeTimes'
import { upcoming } from './upcoming'
import { useConversationActions, type ConversationAction } from './useConversationActions'
import { useDesk } from './useDesk'
import { useHandover } from './useHandover'
import styles from './ConversationActions.module.css'

/** What an agent may do to a conversation. In a narrow pane the words are heard, not seen. */
export function ConversationActions({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const perform = useConversationActions(row)
  const place = useRef<HTMLDivElement>(null)
  const { settling, pressed, isHandingOver } = useHandover(place, `${row.status} ${row.assignee_id}`)
  const act = (action: ConversationAction) => {
    pressed(action.do)
    perform(action)
  }
  const word = (text: string) => <span className={styles.word}>{text}</span>
  return (
    <div ref={place} className={styles.actions}>
      {row.assignee_id !== meId && (
        <Button
          data-does="assign"
          settling={settling}
          icon={<AssignIcon size={16} />}
          title={t.inbox.assignToMe}
          onClick={() => act({ do: 'assign', assigneeId: meId })}
        >
          {word(t.inbox.assignToMe)}
        </Button>
      )}
      {row.status === 'open' && (
        <Menu
          align="end"
          returnsFocus={() => !isHandingOver()}
          trigger={
            <Button data-does="snooze" icon={<SnoozeIcon size={16} />} title={t.inbox.snooze}>
              {word(t.inbox.snooze)}
            </Button>
          }
        >
          <SnoozeChoices onChoose={(until) => act({ do: 'snooze', until })} />
        </Menu>
      )}
      {row.status !== 'open' && (
        <Button
          data-does="reopen"
          settling={settling}
          icon={<ReopenIcon size={16} />}
          title={t.inbox.reopenConversation}
          onClick={() => act({ do: 'reopen' })}
        >
          {word(t.inbox.reopenConversation)}
        </Button>
      )}
      {row.status !== 'closed' && (
        <Button
          data-does="close"
          settling={settling}
          icon={<CheckIcon size={16} />}
          title={t.inbox.closeConversation}
          onClick={() => act({ do: 'close' })}
        >
          {word(t.inbox.closeConversation)}
        </Button>
      )}
    </div>
  )
}

/** Times from the moment at which the menu was opened. */
function SnoozeChoices({ onChoose }: { onChoose: (until: Date) => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const [now] = useState(() => new Date())
  return (
    <>
      <MenuHeader>{t.inbox.snoozeUntil}</MenuHeader>
      {snoozeTimes(now).map(({ choice, until }) => (
        <MenuItem key={choice} detail={upcoming(until, i18n, now)} onSelect={() => onChoose(until)}>
          {t.inbox[choice]}
        </MenuItem>
      ))}
    </>
  )
}
