import type { AgentRow } from './shapes'

const PRESENT_MS = 150_000

/**
 * Who is online and has been heard of lately: availability alone is what somebody chose before they shut their laptop. By the
 * server's clock: whoever looks is here, so nobody's last sign is much older than now.
 */
export function whoIsHere(agents: readonly AgentRow[]): ReadonlySet<string> {
  const seenAt = ({ last_seen_at: at }: AgentRow) => (at === null ? -Infinity : Date.parse(at))
  const now = Math.max(...agents.map(seenAt))
  const here = agents.filter((agent) => agent.availability === 'online' && seenAt(agent) > now - PRESENT_MS)
  return new Set(here.map(({ user_id }) => user_id))
}
