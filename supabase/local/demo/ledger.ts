/** A time, as Postgres' JSON has it. The ledger copies times and never reads a clock. */
export type At = string
export type Side = 'contact' | 'agent'
type Row = Record<string, unknown>

export interface Message extends Row {
  seq: number
  author: Side | 'system'
}

export interface Turn extends Row {
  episode: number
  turn: number
  outcome: 'replied' | 'closed_by_agent'
}

export interface Beginning {
  id: string
  workspaceId: string
  inboxId: string
  contactId: string
  greeting: string | null
  context: Row
  newId: () => string
}

/**
 * One conversation as the rules say it must be, told by those who act in it: a second writing of the SQL functions, in
 * TypeScript. The demo data is made with it, and tests hold the functions against it.
 */
export class Ledger {
  readonly conversation
  readonly messages: Message[] = []
  readonly notes: Row[] = []
  readonly events: Row[] = []
  readonly turns: Turn[] = []
  readonly episodes: Row[] = []
  readonly ratings: Row[] = []
  readonly #newId: () => string

  /** The contact starts: the greeting, if there is one, stands before their first message. */
  constructor(beginning: Beginning, at: At, messageId: string, body: string) {
    this.#newId = beginning.newId
    this.conversation = {
      id: beginning.id,
      workspace_id: beginning.workspaceId,
      inbox_id: beginning.inboxId,
      contact_id: beginning.contactId,
      status: 'open' as 'open' | 'snoozed' | 'closed',
      priority: 0,
      label_ids: [] as string[],
      assignee_id: null as string | null,
      snoozed_until: null as At | null,
      rev: 0,
      last_seq: 0,
      last_message_at: at,
      last_message_preview: null as string | null,
      last_message_author: 'contact' as Side | 'system',
      contact_read_seq: 0,
      agent_read_seq: 0,
      contact_unread_count: 0,
      agent_unread_count: 0,
      waiting_since: null as At | null,
      episode: 0,
      context: beginning.context,
      created_at: at,
      changed_at: at,
      contact_changed_at: at,
      closed_at: null as At | null,
    }
    this.#open(at, 'contact', 'opened', null)
    if (beginning.greeting) this.#store(at, 'system', null, this.#newId(), beginning.greeting, 'greeting')
    this.customer(at, messageId, body)
    this.conversation.contact_read_seq = this.conversation.last_seq
    this.#count()
  }

  customer(at: At, id: string, body: string): void {
    const { conversation } = this
    if (conversation.status === 'closed') this.#open(at, 'contact', 'reopened', null)
    if (conversation.status === 'snoozed') this.#wake(at, 'contact', null)
    const hadReadAll = conversation.contact_unread_count === 0
    this.#store(at, 'contact', null, id, body, 'text')
    if (hadReadAll) conversation.contact_read_seq = conversation.last_seq
    this.#count()
    conversation.waiting_since ??= at
  }

  agent(at: At, agentId: string, id: string, body: string, seenSeq: number | null = null): void {
    const { conversation } = this
    if (conversation.status === 'closed') this.#open(at, 'agent', 'reopened', agentId)
    this.#store(at, 'agent', agentId, id, body, 'text')
    if (this.#mayRead(agentId)) {
      const seen = Math.min(seenSeq ?? conversation.last_seq, conversation.last_seq)
      conversation.agent_read_seq = Math.max(conversation.agent_read_seq, seen)
      this.#count()
      if (conversation.agent_unread_count === 0) conversation.agent_read_seq = conversation.last_seq
    }
    this.#count()
    this.#endTurn(at, 'replied', agentId)
  }

  note(at: At, agentId: string, id: string, body: string, mentions: string[] = []): void {
    const rev = this.#next(at, false)
    this.notes.push({ id, ...this.#place(), rev, agent_id: agentId, body, mentions, created_at: at })
  }

  label(at: At, agentId: string, label: { id: string; name: string }): void {
    this.conversation.label_ids.push(label.id)
    this.#event(at, 'labelled', 'agent', agentId, { label_id: label.id, name: label.name }, false)
  }

  prioritise(at: At, agentId: string, priority: number): void {
    const former = this.conversation.priority
    this.conversation.priority = priority
    this.#event(at, 'priority_changed', 'agent', agentId, { priority, former }, false)
  }

  assign(at: At, agentId: string, assigneeId: string | null): void {
    const former = this.conversation.assignee_id
    if (former === assigneeId) return
    this.conversation.assignee_id = assigneeId
    this.#event(at, assigneeId ? 'assigned' : 'unassigned', 'agent', agentId, { assignee_id: assigneeId ?? former })
  }

  close(at: At, agentId: string): void {
    const { conversation } = this
    if (conversation.status === 'closed') return
    this.#endTurn(at, 'closed_by_agent', null)
    Object.assign(conversation, { status: 'closed', closed_at: at, snoozed_until: null })
    Object.assign(this.episodes.at(-1) ?? {}, {
      closed_at: at,
      closed_by: 'agent',
      closed_by_agent_id: agentId,
      assignee_id: conversation.assignee_id,
    })
    this.#event(at, 'closed', 'agent', agentId)
  }

  rate(at: At, score: number, comment: string | null): void {
    const { conversation } = this
    const isRated = this.ratings.some((rating) => rating['episode'] === conversation.episode)
    if (conversation.status !== 'closed' || isRated) return
    const replies = this.turns.filter(
      ({ episode, outcome }) => episode === conversation.episode && outcome === 'replied',
    )
    this.ratings.push({
      ...this.#place(),
      inbox_id: conversation.inbox_id,
      contact_id: conversation.contact_id,
      episode: conversation.episode,
      agent_id: conversation.assignee_id ?? replies.at(-1)?.['replier_id'] ?? null,
      score,
      comment,
      created_at: at,
    })
    this.#event(at, 'rated', 'contact', null, { score, comment })
  }

  reopen(at: At, agentId: string): void {
    if (this.conversation.status === 'closed') this.#open(at, 'agent', 'reopened', agentId)
    if (this.conversation.status === 'snoozed') this.#wake(at, 'agent', agentId)
  }

  snooze(at: At, agentId: string, until: At): void {
    Object.assign(this.conversation, { status: 'snoozed', snoozed_until: until })
    this.#event(at, 'snoozed', 'agent', agentId, { until }, false)
  }

  read(at: At, side: Side, seq: number, agentId: string | null = null): void {
    const { conversation } = this
    const cursor = side === 'contact' ? 'contact_read_seq' : 'agent_read_seq'
    const to = Math.min(seq, conversation.last_seq)
    if (to <= conversation[cursor] || (side === 'agent' && !this.#mayRead(agentId))) return
    conversation[cursor] = to
    this.#next(at, true)
    this.#count()
  }

  #mayRead(agentId: string | null): boolean {
    return this.conversation.assignee_id === null || this.conversation.assignee_id === agentId
  }

  #open(at: At, by: Side, kind: 'opened' | 'reopened', agentId: string | null): void {
    const { conversation } = this
    conversation.episode += 1
    Object.assign(conversation, { status: 'open', closed_at: null })
    this.episodes.push({
      ...this.#place(),
      inbox_id: conversation.inbox_id,
      episode: conversation.episode,
      opened_at: at,
      opened_by: by,
      closed_at: null,
      closed_by: null,
      closed_by_agent_id: null,
      assignee_id: null,
    })
    this.#event(at, kind, by, agentId)
  }

  #wake(at: At, by: Side, agentId: string | null): void {
    Object.assign(this.conversation, { status: 'open', snoozed_until: null })
    this.#event(at, 'woken', by, agentId, {}, false)
  }

  #store(at: At, author: Side | 'system', agentId: string | null, id: string, body: string, kind: string): void {
    const { conversation } = this
    conversation.last_seq += 1
    const seq = conversation.last_seq
    const rev = this.#next(at, true)
    this.messages.push({
      id,
      ...this.#place(),
      inbox_id: conversation.inbox_id,
      seq,
      rev,
      author,
      kind,
      agent_id: agentId,
      body,
      created_at: at,
    })
    conversation.last_message_at = at
    conversation.last_message_preview = Array.from(body).slice(0, 160).join('')
    conversation.last_message_author = author
  }

  #endTurn(at: At, outcome: 'replied' | 'closed_by_agent', replierId: string | null): void {
    const { conversation } = this
    if (!conversation.waiting_since) return
    this.turns.push({
      ...this.#place(),
      inbox_id: conversation.inbox_id,
      episode: conversation.episode,
      turn: this.turns.filter((earlier) => earlier.episode === conversation.episode).length + 1,
      outcome,
      started_at: conversation.waiting_since,
      ended_at: at,
      replier_id: replierId,
      assignee_id: conversation.assignee_id,
    })
    conversation.waiting_since = null
  }

  #event(at: At, kind: string, actor: Side, agentId: string | null, data: Row = {}, contactSees = true): void {
    const rev = this.#next(at, contactSees)
    this.events.push({ id: this.#newId(), ...this.#place(), rev, kind, actor, agent_id: agentId, data, created_at: at })
  }

  #count(): void {
    const { conversation, messages } = this
    conversation.contact_unread_count = messages.filter(
      ({ author, seq }) => author !== 'contact' && seq > conversation.contact_read_seq,
    ).length
    conversation.agent_unread_count = messages.filter(
      ({ author, seq }) => author === 'contact' && seq > conversation.agent_read_seq,
    ).length
  }

  #next(at: At, contactSees: boolean): number {
    this.conversation.rev += 1
    this.conversation.changed_at = at
    if (contactSees) this.conversation.contact_changed_at = at
    return this.conversation.rev
  }

  #place(): { conversation_id: string; workspace_id: string } {
    return { conversation_id: this.conversation.id, workspace_id: this.conversation.workspace_id }
  }
}
