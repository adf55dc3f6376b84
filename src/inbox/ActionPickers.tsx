import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactElement } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { whoIsHere } from '@/chat/whoIsHere'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import { PlusIcon } from '@/ui/icons'
import { Picker } from '@/ui/Picker'
import { useToast } from '@/ui/Toast'
import type { ConversationAction } from './actions'
import { PRIORITIES, PriorityMark } from './PriorityMark'
import { teamQueries, type LabelRow } from './teamQueries'
import { useAgents, useDesk, useLabels } from './useDesk'
import styles from './ActionPickers.module.css'

export interface ActionPickerProps {
  /** What is chosen now, where it is one conversation. */
  row?: Pick<InboxConversation, 'assignee_id' | 'label_ids' | 'priority' | 'inbox_id'>
  trigger: ReactElement
  onAct: (action: ConversationAction) => void
  side?: 'top' | 'bottom'
}

/** Oneself, nobody, or a colleague; those who are there stand first. */
export function AssigneePicker({ row, trigger, onAct, side }: ActionPickerProps) {
  const { t } = useI18n()
  const desk = useDesk()
  const { meId } = desk
  const cache = useQueryClient()
  const agents = [...useAgents().values()].filter((agent) => agent.removed_at === null)
  const here = whoIsHere(agents)
  const item = (id: string | null, label: string, icon?: ReactElement, detail?: string) => ({
    id: id ?? 'nobody',
    label,
    icon,
    detail,
    checked: row && row.assignee_id === id,
    onPick: () => onAct({ do: 'assign', assigneeId: id }),
  })
  const presenceOf = ({ user_id }: { user_id: string }) => (here.has(user_id) ? 'online' : 'away')
  const face = (agent: (typeof agents)[number]) => (
    <Avatar name={agent.name} src={agent.avatar_url} seed={agent.user_id} size={22} presence={presenceOf(agent)} />
  )
  const me = agents.find((agent) => agent.user_id === meId)
  const others = agents
    .filter((agent) => agent.user_id !== meId)
    .sort((a, b) => Number(here.has(b.user_id)) - Number(here.has(a.user_id)))
  return (
    <Picker
      trigger={trigger}
      side={side}
      align="end"
      onOpen={() => void cache.invalidateQueries({ queryKey: teamQueries.agents(desk).queryKey })} // nobody says that they leave
      label={t.desk.assignTo}
      empty={t.desk.nobodyFound}
      groups={[
        {
          label: t.desk.assignTo,
          items: [
            ...(me ? [item(meId, t.inbox.you, face(me))] : []),
            item(null, t.inbox.unassigned),
            ...others.map((agent) =>
              item(agent.user_id, agent.name, face(agent), here.has(agent.user_id) ? '' : t.inbox.availableAway),
            ),
          ],
        },
      ]}
    />
  )
}

export function PriorityPicker({ row, trigger, onAct, side }: ActionPickerProps) {
  const { t } = useI18n()
  return (
    <Picker
      trigger={trigger}
      side={side}
      align="end"
      label={t.desk.priority}
      empty={t.desk.nothingFound}
      groups={[
        {
          label: t.desk.priority,
          items: PRIORITIES.toReversed().map((priority) => ({
            id: String(priority),
            label: t.desk.priorities[priority] ?? '',
            icon: <PriorityMark priority={priority} />,
            checked: row && row.priority === priority,
            onPick: () => onAct({ do: 'priority', priority }),
          })),
        },
      ]}
    />
  )
}

/** Labels to set and take; who manages the team makes a new one by its name. */
export function LabelPicker({ row, trigger, onAct, side }: ActionPickerProps) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const labels = [...useLabels().values()]
  const isManager = useAgents().get(meId)?.role !== 'agent'
  const [query, setQuery] = useState('')
  const create = useCreateLabel((label) => onAct({ do: 'label', labelId: label.id }))
  const name = query.trim()
  const isNew = name !== '' && !labels.some((label) => label.name.toLowerCase() === name.toLowerCase())
  return (
    <Picker
      trigger={trigger}
      side={side}
      align="end"
      label={t.desk.labels}
      empty={isManager ? t.desk.noLabels : t.desk.nothingFound}
      staysOpen
      onQuery={setQuery}
      groups={[
        {
          label: t.desk.labels,
          items: [
            ...labels.map((label) => {
              const isOn = row?.label_ids.includes(label.id) ?? false
              return {
                id: label.id,
                label: label.name,
                icon: <span className={styles.colour} style={{ background: label.color }} />,
                checked: row && isOn,
                onPick: () => onAct({ do: isOn ? 'unlabel' : 'label', labelId: label.id }),
              }
            }),
            ...(isNew && isManager
              ? [
                  {
                    id: 'new',
                    label: t.desk.createLabel(name),
                    icon: <PlusIcon size={16} />,
                    onPick: () => create(name),
                  },
                ]
              : []),
          ],
        },
      ]}
    />
  )
}

export function InboxPicker({ row, trigger, onAct, side }: ActionPickerProps) {
  const { t } = useI18n()
  const { data: inboxes = [] } = useQuery(teamQueries.inboxes(useDesk()))
  return (
    <Picker
      trigger={trigger}
      side={side}
      align="end"
      label={t.desk.moveTo}
      empty={t.desk.nothingFound}
      groups={[
        {
          label: t.desk.moveTo,
          items: inboxes.map((inbox) => ({
            id: inbox.id,
            label: inbox.name,
            checked: row && row.inbox_id === inbox.id,
            onPick: () => inbox.id !== row?.inbox_id && onAct({ do: 'move', inboxId: inbox.id }),
          })),
        },
      ]}
    />
  )
}

/** Colours that differ from each other, and can be seen on light and dark. */
const COLOURS = ['#2f6fed', '#1f9d6b', '#d9822b', '#c2417a', '#7a52cc', '#0f8ea3', '#b3492c', '#6b7a2a']

function useCreateLabel(onCreated: (label: LabelRow) => void): (name: string) => void {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const count = useLabels().size
  const { mutate } = useMutation({
    mutationFn: (name: string) =>
      ask<LabelRow>(
        desk.client.rpc('save_label', {
          workspace_id: desk.workspaceId,
          name,
          color: COLOURS[count % COLOURS.length] ?? '#2f6fed',
        }),
      ),
    onSuccess: async (label) => {
      await cache.invalidateQueries({ queryKey: teamQueries.labels(desk).queryKey })
      onCreated(label)
    },
    onError: (error) => toast.trouble(`${t.desk.createLabelFailed} ${errorText(t, error)}`),
  })
  return mutate
}
