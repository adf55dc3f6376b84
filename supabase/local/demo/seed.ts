import type postgres from 'postgres'
import { englishScripts } from './english.ts'
import { frenchScripts } from './french.ts'
import type { Ledger } from './ledger.ts'
import { OFFICE_HOURS } from './officeHours.ts'
import { play } from './play.ts'
import { Random } from './random.ts'
import { customer, agent, close, type Script } from './script.ts'
import { makeLabels, makeResponses, makeViews, type Label, type LabelKey } from './things.ts'
import { typeset } from './typeset.ts'

export interface DemoOptions {
  /** Past row-level security: `postgres` or the superuser. */
  sql: postgres.Sql
  /** Makes an auth user who can sign in at once, and returns the id. */
  createUser: (user: { email: string; password: string; name: string }) => Promise<string>
  now?: Date
}

export interface Demo {
  email: string
  password: string
  workspaceId: string
  /** Of the French inbox, and of the English one. */
  inboxKey: string
  englishInboxKey: string
  setupCode: string
}

interface Inbox {
  id: string
  workspace_id: string
  key: string
  name: string
  locale: 'fr' | 'en'
  texts: Record<string, string>
  theme: Record<string, string>
}

const PASSWORD = 'espadrille'
const OWNER = { email: 'maite@filou.example', name: 'Maïté Etcheverry' }
const COLLEAGUE = { email: 'julien@filou.example', name: 'Julien Sarrailh' }
const STRANGER = { email: 'nora@nord.example', name: 'Nora Lindgren' }

/**
 * A shop's team in the middle of its week: two agents, a French and an English inbox, conversations of the last eight days.
 * And a second workspace that they must never see. The same rows each time, at times that end just before `now`.
 * Again on the same database: nothing is stored.
 */
export async function seedDemo({ sql, createUser, now = new Date() }: DemoOptions): Promise<Demo> {
  const random = new Random(64_130)
  const [workspaceId, nordId] = [random.uuid(), random.uuid()]
  const french: Inbox = {
    id: random.uuid(),
    workspace_id: workspaceId,
    key: inboxKey(random),
    name: 'Filou',
    locale: 'fr',
    texts: {
      greeting: typeset('Bonjour et bienvenue chez Filou ! Une question de taille, de livraison ? Écrivez-nous.'),
      welcome: 'Nous répondons en quelques minutes.',
      away: 'L’atelier est fermé. Laissez-nous un mot, nous répondons dès 9 h.',
    },
    theme: { accent: '#1f6b52' },
  }
  const english: Inbox = {
    id: random.uuid(),
    workspace_id: workspaceId,
    key: inboxKey(random),
    name: 'Filou (English)',
    locale: 'en',
    texts: {
      greeting: 'Hello and welcome to Filou! A question about sizes or delivery? Write to us.',
      welcome: 'We answer within minutes.',
      away: 'The workshop is closed. Leave us a word, we’ll answer from 9 o’clock.',
    },
    theme: { accent: '#1f6b52' },
  }
  const nord: Inbox = {
    id: random.uuid(),
    workspace_id: nordId,
    key: inboxKey(random),
    name: 'Atelier Nord',
    locale: 'en',
    texts: { greeting: 'Hello! How can we help?' },
    theme: {},
  }

  const [existing] = await sql`select from public.workspaces where id = ${workspaceId}`
  if (!existing) {
    const [ownerId, colleagueId, strangerId] = [
      await createUser({ ...OWNER, password: PASSWORD }),
      await createUser({ ...COLLEAGUE, password: PASSWORD }),
      await createUser({ ...STRANGER, password: PASSWORD }),
    ]
    const createdAt = new Date(now.getTime() - 400 * 86_400_000).toISOString()
    const joined = { workspace_id: workspaceId, created_at: createdAt }
    const cast = { owner: ownerId, colleague: colleagueId }
    const acts = [
      ...perform(frenchScripts, french, cast, random, now),
      ...perform(englishScripts, english, { owner: colleagueId, colleague: ownerId }, random, now),
      ...perform(nordScripts, nord, { owner: strangerId, colleague: strangerId }, random, now),
    ]
    const others = new Random(9_120) // its own, so that the conversations stay as they are
    const labels = makeLabels(others, workspaceId, createdAt)
    const people = [
      { id: ownerId, name: OWNER.name },
      { id: colleagueId, name: COLLEAGUE.name },
    ]
    for (const act of acts) sortOut(act, labels, people)
    await sql.begin(async (transaction) => {
      const put = (table: string, rows: object[]) => insert(transaction, table, rows)
      await put('workspaces', [
        { id: workspaceId, name: 'Filou', time_zone: 'Europe/Paris', epoch: 1, created_at: createdAt },
        { id: nordId, name: 'Atelier Nord', time_zone: 'Europe/Stockholm', epoch: 1, created_at: createdAt },
      ])
      await put('agents', [
        { ...OWNER, ...joined, user_id: ownerId, role: 'owner', availability: 'online' },
        { ...COLLEAGUE, ...joined, user_id: colleagueId, role: 'agent', availability: 'online' },
        { ...STRANGER, ...joined, workspace_id: nordId, user_id: strangerId, role: 'owner', availability: 'online' },
      ])
      await put(
        'inboxes',
        [french, english, nord].map((inbox) => Object.assign({ form: [], created_at: createdAt }, inbox)),
      )
      await put(
        'contacts',
        acts.map(({ contact }) => contact),
      )
      const ledgers = acts.map(({ ledger }) => ledger)
      await put(
        'conversations',
        ledgers.map(({ conversation }) => conversation),
      )
      await put(
        'episodes',
        ledgers.flatMap(({ episodes }) => episodes),
      )
      await put(
        'turns',
        ledgers.flatMap(({ turns }) => turns),
      )
      await put(
        'messages',
        ledgers.flatMap(({ messages }) => messages),
      )
      await put(
        'notes',
        ledgers.flatMap(({ notes }) => notes),
      )
      await put(
        'conversation_events',
        ledgers.flatMap(({ events }) => events),
      )
      await put(
        'ratings',
        ledgers.flatMap(({ ratings }) => ratings),
      )
      await put('labels', Object.values(labels))
      await put(
        'conversation_labels',
        ledgers.flatMap(({ conversation: { id, workspace_id, label_ids } }) =>
          label_ids.map((labelId) => ({ conversation_id: id, label_id: labelId, workspace_id })),
        ),
      )
      await put('mentions', ledgers.flatMap(mentionsOf))
      await put('canned_responses', makeResponses(others, workspaceId, ownerId, createdAt))
      await put('saved_views', makeViews(others, workspaceId, labels, createdAt))
      await put(
        'calendars',
        [french, english].map(({ id }) =>
          Object.assign(
            { id: others.uuid(), workspace_id: workspaceId, inbox_id: id, valid_from: createdAt },
            OFFICE_HOURS,
          ),
        ),
      )
      await transaction`select from reporting.rebuild(${workspaceId})` // in opening hours, too
    })
  }
  const [setup] = await sql<{ code: string }[]>`select code from private.setup_code`
  return {
    email: OWNER.email,
    password: PASSWORD,
    workspaceId,
    inboxKey: french.key,
    englishInboxKey: english.key,
    setupCode: setup?.code ?? '',
  }
}

const nordScripts: Script[] = [
  {
    name: 'Astrid Berg',
    minutesAgo: 9,
    unread: true,
    lines: [customer('Hello, do you repair wooden toys as well? This must never be seen by Filou.')],
  },
  {
    name: 'Erik Holm',
    lines: [customer('When do you open on Saturdays?'), agent('At ten, Erik. See you then!'), close],
  },
]

interface Act {
  script: Script
  agentId: string
  contact: Record<string, unknown>
  ledger: Ledger
}

function perform(
  scripts: Script[],
  inbox: Inbox,
  cast: { owner: string; colleague: string },
  random: Random,
  now: Date,
): Act[] {
  return scripts.map((script, place) => {
    const isFrench = inbox.locale === 'fr'
    const swapped = script.by ? (script.by === 'maite') !== isFrench : place % 3 === 2
    const contactId = random.uuid()
    const locale = isFrench ? 'fr-FR' : 'en-GB'
    const ledger = play(script, {
      random,
      now: now.getTime(),
      agentId: swapped ? cast.colleague : cast.owner,
      colleagueId: swapped ? cast.owner : cast.colleague,
      beginning: {
        id: random.uuid(),
        workspaceId: inbox.workspace_id,
        inboxId: inbox.id,
        contactId,
        greeting: inbox.texts['greeting'] ?? null,
        context: {
          page_url: `https://filou.example${script.page ?? '/'}`,
          referrer: random.pick(['https://www.google.com/', 'https://www.instagram.com/', '']),
          user_agent: random.pick(USER_AGENTS),
          locale,
          time_zone: isFrench ? 'Europe/Paris' : 'Europe/London',
        },
        newId: () => random.uuid(),
      },
    })
    const contact = {
      id: contactId,
      workspace_id: inbox.workspace_id,
      inbox_id: inbox.id,
      name: script.name ?? null,
      email: script.name ? emailOf(script.name, locale) : null,
      verified: script.verified ?? false,
      locale,
      page: { url: `https://filou.example${script.page ?? '/'}`, title: 'Filou' },
      last_seen_at: ledger.conversation.last_message_at,
      epoch: 1,
      created_at: ledger.conversation.created_at,
    }
    return { script, agentId: swapped ? cast.colleague : cast.owner, contact, ledger }
  })
}

/** Labels and priority, put on right after the last thing that happened; and who is meant by an @ in a note. */
function sortOut({ script, agentId, ledger }: Act, labels: Record<LabelKey, Label>, people: Person[]): void {
  let at = Date.parse(ledger.conversation.changed_at)
  const next = (): string => new Date((at += 2_000)).toISOString()
  for (const key of script.labels ?? []) ledger.label(next(), agentId, labels[key])
  if (script.priority) ledger.prioritise(next(), agentId, script.priority)
  for (const note of ledger.notes) {
    note['mentions'] = people.filter(({ name }) => String(note['body']).includes(`@${name}`)).map(({ id }) => id)
  }
}

interface Person {
  id: string
  name: string
}

function mentionsOf({ notes }: Ledger): object[] {
  return notes.flatMap((note) =>
    (note['mentions'] as string[])
      .filter((agentId) => agentId !== note['agent_id'])
      .map((agentId) => ({
        conversation_id: note['conversation_id'],
        note_id: note['id'],
        agent_id: agentId,
        workspace_id: note['workspace_id'],
        created_at: note['created_at'],
      })),
  )
}

const USER_AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:154.0) Gecko/20100101 Firefox/154.0',
]

function emailOf(name: string, locale: string): string {
  const local = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
  return `${local}@${locale === 'fr-FR' ? 'courriel.example' : 'mail.example'}`
}

function inboxKey(random: Random): string {
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return `ibx_${Array.from({ length: 22 }, () => random.pick(Array.from(letters))).join('')}`
}

/** One statement a table: Postgres reads the rows from JSON by the table's own types. */
async function insert(sql: postgres.TransactionSql, table: string, rows: object[]): Promise<void> {
  const columns = sql(Object.keys(rows[0] ?? {}))
  const name = sql(`public.${table}`)
  await sql`
    insert into ${name} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${name}, ${sql.json(rows as postgres.JSONValue)})`
}
