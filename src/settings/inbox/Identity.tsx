import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { ask, tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { CopyLine } from '@/ui/CopyLine'
import { Dialog } from '@/ui/Dialog'
import { Select } from '@/ui/Select'
import { Loaded } from '../Loaded'
import { settingsQueries, type IdentitySecret, type InboxRow } from '../queries'
import { Section } from '../Section'
import { useChange } from '../useChange'
import { useMe, useOffice } from '../useOffice'
import styles from './Identity.module.css'

/** How the site's own backend says who is writing: secrets that sign, and inboxes that know the same people. */
export function Identity({ inbox, inboxes }: { inbox: InboxRow; inboxes: readonly InboxRow[] }) {
  const { t } = useI18n()
  const { isManager } = useMe()
  const words = t.settings.identity
  if (!isManager) {
    return <Section title={t.settings.inbox.parts.identity}>{t.settings.readOnly}</Section>
  }
  return (
    <>
      <Secrets inbox={inbox} />
      {inboxes.length > 1 && (
        <Section title={words.realm} words={words.realmWords}>
          <Realm inbox={inbox} inboxes={inboxes} />
        </Section>
      )}
    </>
  )
}

function Secrets({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const office = useOffice()
  const words = t.settings.identity
  const options = settingsQueries.identitySecrets(office, inbox.id)
  const secrets = useQuery(options)
  const [shown, setShown] = useState<string | null>(null)
  const create = useChange(
    () => ask<{ id: string; secret: string }>(office.client.rpc('create_identity_secret', { inbox_id: inbox.id })),
    { touches: [options.queryKey], onDone: ({ secret }) => setShown(secret) },
  )
  return (
    <Section
      title={t.settings.inbox.parts.identity}
      words={words.words}
      foot={
        <Button
          look="primary"
          busy={create.isPending}
          disabled={(secrets.data?.length ?? 0) >= 2}
          onClick={() => create.mutate(undefined)}
        >
          {words.create}
        </Button>
      }
    >
      <Loaded query={options}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={styles.none}>{words.none}</p>
          ) : (
            <ul className={styles.list} aria-label={words.secrets}>
              {rows.map((secret) => (
                <Secret key={secret.id} secret={secret} touches={options.queryKey} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <p className={styles.none}>{words.rotation}</p>
      <Dialog
        open={shown !== null}
        onOpenChange={(open) => !open && setShown(null)}
        title={words.newSecret}
        closeLabel={t.app.close}
        description={words.shownOnce}
      >
        {shown && <CopyLine text={shown} copyLabel={t.app.copy} copiedLabel={t.app.copied} />}
      </Dialog>
    </Section>
  )
}

function Secret({ secret, touches }: { secret: IdentitySecret; touches: readonly unknown[] }) {
  const { t, formatMoment, formatRelative } = useI18n()
  const office = useOffice()
  const words = t.settings.identity
  const [asked, setAsked] = useState(false)
  const revoke = useChange(() => tell(office.client.rpc('revoke_identity_secret', { id: secret.id })), {
    touches: [touches],
    done: words.revoked,
  })
  return (
    <li className={styles.secret}>
      <code>…{secret.hint}</code>
      <span className={styles.when}>
        <time dateTime={secret.created_at} title={formatMoment(secret.created_at)}>
          {words.made(formatRelative(secret.created_at))}
        </time>
        {' · '}
        {secret.last_used_at ? words.used(formatRelative(secret.last_used_at)) : words.neverUsed}
      </span>
      <Button size="small" look="quiet" onClick={() => setAsked(true)}>
        {words.revoke(secret.hint)}
      </Button>
      <Dialog
        open={asked}
        onOpenChange={setAsked}
        title={words.revokeTitle}
        closeLabel={t.app.close}
        description={words.revokeWords}
      >
        <div className={styles.choices}>
          <Button
            look="danger"
            busy={revoke.isPending}
            onClick={() => revoke.mutate(undefined, { onSettled: () => setAsked(false) })}
          >
            {words.revokeNow}
          </Button>
          <Button onClick={() => setAsked(false)}>{t.settings.cancel}</Button>
        </div>
      </Dialog>
    </li>
  )
}

function Realm({ inbox, inboxes }: { inbox: InboxRow; inboxes: readonly InboxRow[] }) {
  const { t } = useI18n()
  const office = useOffice()
  const words = t.settings.identity
  const join = useChange(
    (withInboxId: string) =>
      ask<InboxRow>(
        office.client.rpc('join_identity_realm', {
          inbox_id: inbox.id,
          with_inbox_id: (withInboxId || null) as string, // null leaves; the generated types know no null for an argument
        }),
      ),
    { touches: [settingsQueries.inboxes(office).queryKey], done: t.settings.saved },
  )
  const [wanted, setWanted] = useState<string | null>(null)
  const realmOf = ({ id, identity_realm_id }: InboxRow) => identity_realm_id ?? id
  const partner = inboxes.find((other) => other.id !== inbox.id && realmOf(other) === realmOf(inbox))
  return (
    <>
      <Select
        label={words.sharesWith}
        value={partner?.id ?? ''}
        options={[
          { value: '', label: words.alone },
          ...inboxes.filter(({ id }) => id !== inbox.id).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setWanted}
      />
      <Dialog
        open={wanted !== null}
        onOpenChange={(open) => !open && setWanted(null)}
        title={wanted ? words.joinTitle : words.partTitle}
        closeLabel={t.app.close}
        description={wanted ? words.joinWords : words.partWords}
      >
        <div className={styles.choices}>
          <Button
            look="primary"
            busy={join.isPending}
            onClick={() => join.mutate(wanted ?? '', { onSettled: () => setWanted(null) })}
          >
            {wanted ? words.join : words.part}
          </Button>
          <Button onClick={() => setWanted(null)}>{t.settings.cancel}</Button>
        </div>
      </Dialog>
    </>
  )
}
