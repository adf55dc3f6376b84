import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'react-router-dom'
import { whoIsHere } from '@/chat/whoIsHere'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { PlusIcon } from '@/ui/icons'
import { Loaded } from '../Loaded'
import { Section } from '../Section'
import { useMe, useOffice } from '../useOffice'
import { Invitations } from './Invitations'
import { InviteDialog } from './InviteDialog'
import { Member } from './Member'
import { teamQueries } from './queries'
import styles from './TeamPage.module.css'

/** /admin/settings/team: who answers, with what rights, and who was asked to join. With `#invite` somebody is about to be asked. */
export function TeamPage() {
  const { t } = useI18n()
  const me = useMe()
  const office = useOffice()
  const cache = useQueryClient()
  const { hash } = useLocation()
  const [inviting, setInviting] = useState(me.isManager && hash === '#invite')
  return (
    <>
      <Section
        title={t.settings.pages.team}
        words={t.settings.team.words}
        foot={
          me.isManager && (
            <Button look="primary" icon={<PlusIcon size={16} />} onClick={() => setInviting(true)}>
              {t.settings.team.invite}
            </Button>
          )
        }
      >
        <Loaded query={teamQueries.agents(office)}>
          {(rows) => {
            const here = whoIsHere(rows)
            return (
              <ul className={styles.list} aria-label={t.settings.pages.team}>
                {rows.map((agent) => (
                  <Member key={agent.user_id} agent={agent} isHere={here.has(agent.user_id)} />
                ))}
              </ul>
            )
          }}
        </Loaded>
      </Section>
      {me.isManager && <Invitations />}
      <InviteDialog
        myRole={me.role}
        open={inviting}
        onOpenChange={setInviting}
        onInvited={() => void cache.invalidateQueries({ queryKey: teamQueries.invitations(office).queryKey })}
      />
    </>
  )
}
