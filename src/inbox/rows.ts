import type { InboxConversation } from '@/chat/shapes'

/**
 * What the inbox knows of conversations, each once, whichever list, search, event or catch-up brought it. The lists are cut from it:
 * so a conversation can't stand in two tabs, and a late event can't bring one back to a tab that it has left.
 */
export type Rows = ReadonlyMap<string, InboxConversation>

export const NO_ROWS: Rows = new Map()

/** What an agent's reading changes, as `read_changed` tells it. */
export interface ReadChange {
  id: string
  rev: number
  agent_read_seq: number
  agent_unread_count: number
  changed_at: string
}

/** Takes in rows, the higher `rev` winning. @returns the same map if nothing is new */
export function putRows(rows: Rows, incoming: readonly InboxConversation[]): Rows {
  const newer = incoming.filter((row) => row.rev > (rows.get(row.id)?.rev ?? -1))
  if (newer.length === 0) return rows
  const next = new Map(rows)
  for (const row of newer) {
    if (row.rev > (next.get(row.id)?.rev ?? -1)) next.set(row.id, row)
  }
  return next
}

/**
 * Takes in what is only a part of a row. Without the change just before it, the row keeps its own `rev`: the whole row, when it
 * comes, is then still news.
 */
export function putReadChange(rows: Rows, change: ReadChange): Rows {
  const row = rows.get(change.id)
  if (!row || change.rev <= row.rev) return rows
  const rev = change.rev === row.rev + 1 ? change.rev : row.rev
  return new Map(rows).set(row.id, { ...row, ...change, rev })
}

/** Changes some fields ahead of the server. The row keeps its `rev`, so the server's word replaces it. */
export function patchRow(rows: Rows, id: string, fields: Partial<InboxConversation>): Rows {
  const row = rows.get(id)
  return row ? new Map(rows).set(id, { ...row, ...fields }) : rows
}

/** Takes a patch back, unless the server has spoken since. */
export function unpatchRow(rows: Rows, before: InboxConversation, fields: Partial<InboxConversation>): Rows {
  const row = rows.get(before.id)
  if (!row || row.rev !== before.rev) return rows
  const names = Object.keys(fields) as (keyof InboxConversation)[]
  return patchRow(rows, before.id, Object.fromEntries(names.map((name) => [name, before[name]])))
}

/** Only those that somebody still wants: thousands pass by in a day. @returns the same map if all are wanted */
export function keepRows(rows: Rows, isWanted: (row: InboxConversation) => boolean): Rows {
  const kept = [...rows].filter(([, row]) => isWanted(row))
  return kept.length === rows.size ? rows : new Map(kept)
}

/** The latest change among rows; null without any. */
export function latestChange(rows: readonly Pick<InboxConversation, 'changed_at'>[]): string | null {
  let latest: string | null = null
  for (const { changed_at } of rows) if (latest === null || changed_at > latest) latest = changed_at
  return latest
}
