import { useState } from 'react'
import type { AgentRow } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { useChange } from '../useChange'
import { useMe, useOffice } from '../useOffice'
import { teamQueries } from './queries'
import styles from './TeamPage.module.css'

/** Somebody of the team, and the way out. */
export function Member({ agent, isHere }: { agent: AgentRow; isHere: boolean }) {
  const { t } = useI18n()
  const me = useMe()
  const office = useOffice()
  const [asked, setAsked] = useState(false)
  const isMe = agent.user_id === me.user_id
  const mayRemove = isMe || me.role === 'owner' || (me.role === 'admin' && agent.role !== 'owner')
  const words = t.settings.team
  const mayPromote = !isMe && (me.role === 'owner' || (me.role === 'admin' && agent.role !== 'owner'))
  const promote = useChange(
    (role: AgentRow['role']) =>
      tell(
        office.client.rpc('update_agent', {
          workspace_id: office.workspaceId,
          user_id: agent.user_id,
          changes: { role },
        }),
      ),
    {
      touches: [teamQueries.agents(office).queryKey, teamQueries.invitations(office).queryKey],
      done: t.settings.saved,
    },
  )
  const remove = useChange(
    () => tell(office.client.rpc('remove_agent', { workspace_id: office.workspaceId, user_id: agent.user_id })),
    {
      touches: [teamQueries.agents(office).queryKey, teamQueries.invitations(office).queryKey],
      done: words.removed(agent.name),
    },
  )
  return (
    <li className={styles.member}>
      <Avatar
        name={agent.name}
        src={agent.avatar_url}
        seed={agent.user_id}
        size={36}
        presence={isHere ? 'online' : 'away'}
      />
      <span className={styles.who}>
        <span className={styles.name}>
          {agent.name} {isMe && <small className={styles.you}>{words.you}</small>}
        </span>
        <span className={styles.email}>{agent.email}</span>
      </span>
      {mayPromote ? (
        <select
          className={styles.roles}
          aria-label={words.roleOf(agent.name)}
          value={agent.role}
          disabled={promote.isPending}
          onChange={({ target }) => {
            const role = ROLES.find((known) => known === target.value)
            if (role) promote.mutate(role)
          }}
        >
          {ROLES.filter((role) => role !== 'owner' || me.role === 'owner').map((role) => (
            <option key={role} value={role}>
              {words.roleNames[role]}
            </option>
          ))}
        </select>
      ) : (
        <span className={styles.role}>{words.roleNames[agent.role]}</span>
      )}
      {mayRemove && (
        <Button
          size="small"
          look="quiet"
          aria-label={isMe ? undefined : words.remove(agent.name)} // the name stands beside it, however long
          onClick={() => setAsked(true)}
        >
          {isMe ? words.leave : words.removeNow}
        </Button>
      )}
      <Dialog
        open={asked}
        onOpenChange={setAsked}
        title={isMe ? words.leaveTitle : words.removeTitle(agent.name)}
        closeLabel={t.app.close}
        description={isMe ? words.leaveWords : words.removeWords}
      >
        <div className={styles.choices}>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSettled: () => setAsked(false) })}
          >
            {isMe ? words.leave : words.removeNow}
          </Button>
          <Button onClick={() => setAsked(false)}>{t.settings.cancel}</Button>
        </div>
      </Dialog>
    </li>
  )
}

const ROLES: readonly AgentRow['role'][] = ['agent', 'admin', 'owner']
