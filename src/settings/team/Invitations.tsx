import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Loaded } from '../Loaded'
import { Section } from '../Section'
import { useChange } from '../useChange'
import { useOffice } from '../useOffice'
import { teamQueries, type InvitationRow } from './queries'
import styles from './TeamPage.module.css'

/** Who was asked to join and has not come yet. */
export function Invitations() {
  const { t } = useI18n()
  const words = t.settings.team
  return (
    <Section title={words.invitations}>
      <Loaded query={teamQueries.invitations(useOffice())}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={styles.none}>{words.noInvitations}</p>
          ) : (
            <ul className={styles.list} aria-label={words.invitations}>
              {rows.map((invitation) => (
                <Invitation key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Invitation({ invitation }: { invitation: InvitationRow }) {
  const { t, formatMoment, formatUntil } = useI18n()
  const office = useOffice()
  const words = t.settings.team
  const revoke = useChange(() => tell(office.client.rpc('revoke_invitation', { invitation_id: invitation.id })), {
    touches: [teamQueries.invitations(office).queryKey],
    done: words.revoked(invitation.email),
  })
  const [now] = useState(() => new Date())
  const isOver = new Date(invitation.expires_at) < now
  return (
    <li className={styles.member}>
      <span className={styles.who}>
        <span className={styles.name}>{invitation.email}</span>
        <time className={styles.email} dateTime={invitation.expires_at} title={formatMoment(invitation.expires_at)}>
          {isOver ? words.expired : words.expires(formatUntil(invitation.expires_at))}
        </time>
      </span>
      <span className={styles.role}>{words.roleNames[invitation.role]}</span>
      <Button size="small" look="quiet" busy={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
        {words.revoke(invitation.email)}
      </Button>
    </li>
  )
}
