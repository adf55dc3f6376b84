import type postgres from 'postgres'
import type { Cast } from './reportFixture.ts'

const TWO_AGENTS = 'Two agents: Ada answers what Gus has'
const NEVER_ANSWERED = 'Never answered, closed'
const THANKS = 'A closing thanks'
const SUMMER_TIME = 'From 1:30 to the second 2:30 of one night'

/** Who rated the stories of the fixture, when, and how. */
const RATINGS = [
  { name: TWO_AGENTS, by: 'gus', score: 5, at: '2026-11-05T15:00+01:00' },
  { name: SUMMER_TIME, by: 'gus', score: 4, at: '2026-10-25T03:10+01:00' },
  { name: NEVER_ANSWERED, by: 'ada', score: 1, at: '2026-11-09T12:30+01:00' },
  { name: THANKS, by: 'ada', score: 3, at: '2026-11-13T15:30+01:00' },
] as const

/** Which stories have which labels. The last one none has. */
const LABELS = { Delivery: [TWO_AGENTS, THANKS], Refund: [TWO_AGENTS, NEVER_ANSWERED], Unused: [] }

/** What the customers of the fixture thought of it, and what the team sorted it under. */
export async function tellOpinions(sql: postgres.Sql, cast: Cast): Promise<void> {
  const { workspaceId } = cast
  for (const { name, by, score, at } of RATINGS) {
    await sql`
      insert into public.ratings (conversation_id, episode, workspace_id, inbox_id, contact_id, agent_id, score, created_at)
      select c.id, 1, c.workspace_id, c.inbox_id, c.contact_id, ${cast[by]}, ${score}, ${at}
      from public.conversations c join public.contacts k on k.id = c.contact_id
      where k.name = ${name} and c.workspace_id = ${workspaceId}`
  }
  for (const [label, names] of Object.entries(LABELS)) {
    await sql`
      with label as (
        insert into public.labels (workspace_id, name, color) values (${workspaceId}, ${label}, '#336699') returning id
      )
      insert into public.conversation_labels (conversation_id, label_id, workspace_id)
      select c.id, label.id, c.workspace_id
      from label, public.conversations c join public.contacts k on k.id = c.contact_id
      where k.name = any (${names}) and c.workspace_id = ${workspaceId}`
  }
}

const rated = (scores: number[], closed: number) => {
  const good = scores.filter((score) => score >= 4).length
  const sum = scores.reduce((total, score) => total + score, 0)
  return {
    n: scores.length,
    mean_score: scores.length > 0 ? sum / scores.length : null,
    good,
    good_share: scores.length > 0 ? good / scores.length : null,
    closed,
    rated: scores.length,
    response_share: closed > 0 ? scores.length / closed : null,
  }
}

/** Worked out by hand, over the same range as the other figures. */
export const OPINION_FIGURES = {
  ratings: { ...rated([5, 4, 1, 3], 10), mean_score: 3.25, good_share: 0.5, response_share: 0.4 },
  days: {
    '2026-10-25': { n: 1, mean_score: 4, good_share: 1 },
    '2026-11-05': { n: 1, mean_score: 5, good_share: 1 },
    '2026-11-09': { n: 1, mean_score: 1, good_share: 0 },
    '2026-11-13': { n: 1, mean_score: 3, good_share: 0 },
  },
  agents: { ada: rated([1, 3], 4), gus: rated([5, 4], 5), nobody: rated([], 1) },
  inboxes: { shop: rated([5, 1, 3], 9), blog: rated([4], 1) },
  /** By label: n of first replies, replies, resolutions; unanswered of all turns; ratings. What has two labels stands in both. */
  labels: {
    Delivery: { first_reply: 2, reply: 3, resolution: 2, unanswered: { n: 1, of: 4 }, ratings: rated([5, 3], 2) },
    Refund: { first_reply: 1, reply: 2, resolution: 2, unanswered: { n: 1, of: 3 }, ratings: rated([5, 1], 2) },
    Unused: { first_reply: 0, reply: 0, resolution: 0, unanswered: { n: 0, of: 0 }, ratings: rated([], 0) },
    none: { first_reply: 9, reply: 10, resolution: 7, unanswered: { n: 1, of: 12 }, ratings: rated([4], 7) },
  },
  /** Only what is labelled Refund. */
  refund: {
    reply: { n: 2, p50_seconds: 630 },
    resolution: { n: 2, max_seconds: 7_200 },
    volume: { conversations: 2, reopened: 0, messages_in: 3, messages_out: 2 },
  },
} as const
