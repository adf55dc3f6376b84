import type { StoredMessage, Stored } from './timeline'

/** A customer's message as a timeline keeps it. @param number what counts on this side: `seq`, or a `rev` */
export function storedMessage(seq: number, number = seq, changes: Partial<StoredMessage> = {}): StoredMessage {
  return {
    type: 'message',
    id: `m${seq}`,
    conversation_id: 'c',
    seq,
    number,
    author: 'contact',
    kind: 'text',
    agent_id: null,
    agent: null,
    body: `message ${seq}`,
    attachments: [],
    created_at: '2026-03-02T10:00:00+00:00',
    deleted_at: null,
    ...changes,
  }
}

export function storedNote(number: number): Stored {
  return {
    type: 'note',
    id: `n${number}`,
    conversation_id: 'c',
    workspace_id: 'w',
    rev: number,
    number,
    agent_id: 'a',
    body: 'VIP',
    mentions: [],
    created_at: '',
  }
}
