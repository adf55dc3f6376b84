import type { AgentRow } from '@/chat/shapes'

/** The team after one of them has gone, come or come back, as `agent_changed` tells it. Whatever has another form changes nothing: the next look brings the truth. */
export function withAgent(
  agents: readonly AgentRow[] | undefined,
  payload: Readonly<Record<string, unknown>>,
): AgentRow[] | undefined {
  const { user_id, availability, last_seen_at } = payload
  if (availability !== 'online' && availability !== 'away') return undefined
  return agents?.map((agent) =>
    agent.user_id === user_id
      ? { ...agent, availability, last_seen_at: typeof last_seen_at === 'string' ? last_seen_at : agent.last_seen_at }
      : agent,
  )
}
