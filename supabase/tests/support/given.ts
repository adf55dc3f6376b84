import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './database.ts'
import { createUser, type User } from './personas.ts'
import type { Json } from './rpc.ts'

/** A workspace with its people and one inbox. */
export interface Workspace {
  id: string
  inboxId: string
  inboxKey: string
  owner: User
  admin: User
  agent: User
}

/** A conversation that a contact of the workspace has started, with its first message. */
export interface OpenConversation extends Workspace {
  contact: User
  contactId: string
  conversation: { id: string; messageId: string; lastSeq: number }
}

/** The people of every story. Two workspaces, so that "cannot see" has somebody to say it of. */
export interface Personas extends Workspace {
  /** Owner of another workspace, who must never see anything of this one. */
  agentElsewhere: User
  elsewhere: Workspace
  contact: User
  contactId: string
  otherContact: User
}

type Row = Record<string, Json> & { id: string }

/** Makes what tests start from, through the same functions that the product calls. Made when first asked for. */
export class Given {
  readonly #db: TestDatabase
  #personas: Promise<Personas> | undefined

  constructor(db: TestDatabase) {
    this.#db = db
  }

  /** A user who belongs to no workspace. Anonymous without an address. */
  user(options: { email?: string | null; name?: string } = {}): Promise<User> {
    return createUser(this.#db.sql, options)
  }

  /** The file's people, made once: later calls return the same. */
  personas(): Promise<Personas> {
    this.#personas ??= this.#makePersonas()
    return this.#personas
  }

  /** A workspace of its own, with owner, admin, agent and an inbox. */
  async workspace({ name = 'Acme', locale = 'en' }: { name?: string; locale?: 'en' | 'fr' } = {}): Promise<Workspace> {
    const db = this.#db
    const owner = await this.#member('Olive Owner')
    const [code] = await db.sql<{ code: string }[]>`select code from private.setup_code`
    const workspace = await db.as(owner).rpc<Row>('create_workspace', { name, setup_code: code?.code })
    const inbox = await db
      .as(owner)
      .rpc<Row & { key: string }>('create_inbox', { workspace_id: workspace.id, name: `${name} website`, locale })
    const admin = await this.#invited(owner, workspace.id, 'Ada Admin', 'admin')
    const agent = await this.#invited(owner, workspace.id, 'Gus Agent', 'agent')
    return { id: workspace.id, inboxId: inbox.id, inboxKey: inbox.key, owner, admin, agent }
  }

  /** A new contact of the workspace (the file's own by default) who has just written. */
  async openConversation({
    workspace,
    contact,
    body = 'Hello, is anybody there?',
  }: { workspace?: Workspace; contact?: User; body?: string } = {}): Promise<OpenConversation> {
    const place = workspace ?? (await this.personas())
    const writer = contact ?? (await this.user())
    const messageId = uuidv7()
    const started = await this.#db
      .as(writer)
      .rpc<Row & { contact_id: string; last_seq: number }>('start_conversation', {
        inbox_key: place.inboxKey,
        id: uuidv7(),
        message_id: messageId,
        body,
        context: {},
      })
    const conversation = { id: started.id, messageId, lastSeq: started.last_seq }
    return { ...place, contact: writer, contactId: started.contact_id, conversation }
  }

  async #makePersonas(): Promise<Personas> {
    const workspace = await this.workspace()
    const elsewhere = await this.workspace({ name: 'Elsewhere' })
    const { contact, contactId } = await this.openConversation({ workspace })
    const { contact: otherContact } = await this.openConversation({ workspace })
    return { ...workspace, elsewhere, agentElsewhere: elsewhere.owner, contact, contactId, otherContact }
  }

  async #invited(owner: User, workspaceId: string, name: string, role: 'admin' | 'agent'): Promise<User> {
    const member = await this.#member(name)
    const token = await this.#db
      .as(owner)
      .rpc<string>('invite_agent', { workspace_id: workspaceId, email: member.email, role })
    await this.#db.as(member).rpc('accept_invitation', { token })
    return member
  }

  #member(name: string): Promise<User> {
    return this.user({ email: `${name.split(' ')[0]?.toLowerCase()}.${uuidv7()}@example.com`, name })
  }
}
