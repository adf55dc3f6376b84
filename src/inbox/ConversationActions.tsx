import { useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { InboxConversation } from '@/chat/shapes'
import { Button } from '@/ui/Button'
import {
  AssignIcon,
  BlockIcon,
  CheckIcon,
  ChevronDownIcon,
  MergeIcon,
  MoreIcon,
  MoveIcon,
  PriorityIcon,
  ReopenIcon,
  SnoozeIcon,
  TagIcon,
} from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { Menu, MenuItem } from '@/ui/Menu'
import type { ConversationAction } from './actions'
import { AssigneePicker, InboxPicker, LabelPicker, PriorityPicker } from './ActionPickers'
import { MergeDialog } from './MergeDialog'
import { SnoozeMenu } from './SnoozeMenu'
import { useBlocking } from './useBlocking'
import { useConversationActions } from './useConversationActions'
import { useDesk, useInboxNames } from './useDesk'
import { useHandover } from './useHandover'
import styles from './ConversationActions.module.css'

/** What an agent may do to a conversation. In a narrow pane the words are heard, not seen. */
export function ConversationActions({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const hasOtherInboxes = useInboxNames().size > 1
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
      <span className={styles.group}>
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
        <AssigneePicker
          row={row}
          onAct={perform}
          trigger={
            <IconButton label={t.desk.assignTo} data-does="assign-to" className={styles.narrow}>
              {row.assignee_id === meId ? <AssignIcon size={16} /> : <ChevronDownIcon size={16} />}
            </IconButton>
          }
        />
      </span>
      <span className={styles.wide}>
        <LabelPicker
          row={row}
          onAct={perform}
          trigger={
            <IconButton label={t.desk.labels} data-does="labels">
              <TagIcon size={16} />
            </IconButton>
          }
        />
        <PriorityPicker
          row={row}
          onAct={perform}
          trigger={
            <IconButton label={t.desk.priority} data-does="priority">
              <PriorityIcon size={16} />
            </IconButton>
          }
        />
        {hasOtherInboxes && (
          <InboxPicker
            row={row}
            onAct={perform}
            trigger={
              <IconButton label={t.desk.moveTo} data-does="move">
                <MoveIcon size={16} />
              </IconButton>
            }
          />
        )}
      </span>
      <PersonMenu row={row} />
      {row.status !== 'closed' && (
        <SnoozeMenu
          returnsFocus={() => !isHandingOver()}
          onChoose={(until) => act({ do: 'snooze', until })}
          trigger={
            <Button data-does="snooze" icon={<SnoozeIcon size={16} />} title={t.inbox.snooze}>
              {word(t.inbox.snooze)}
            </Button>
          }
        />
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

/** What is done to the person, not to the conversation. */
function PersonMenu({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const [isMerging, setMerging] = useState(false)
  const setBlocked = useBlocking(row)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t.desk.moreActions} data-does="more">
            <MoreIcon size={16} />
          </IconButton>
        }
      >
        <MenuItem icon={<MergeIcon size={16} />} onSelect={() => setMerging(true)}>
          {t.desk.mergeContact}
        </MenuItem>
        <MenuItem icon={<BlockIcon size={16} />} onSelect={() => setBlocked(!row.contact.blocked)}>
          {row.contact.blocked ? t.desk.unblockContact : t.desk.blockContact}
        </MenuItem>
      </Menu>
      <MergeDialog row={row} open={isMerging} onOpenChange={setMerging} />
    </>
  )
}
