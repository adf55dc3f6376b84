import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld, settle, START_MS, tokenOf, type Frame } from './testing/world.ts'

const topic = fc.constantFrom('a', 'b')

const step = fc.oneof(
  fc.record({
    do: fc.constant('join' as const),
    topic,
    private: fc.boolean(),
    presence: fc.boolean(),
    live: fc.boolean(),
  }),
  fc.record({ do: fc.constant('leave' as const), topic, stale: fc.boolean() }),
  fc.record({ do: fc.constant('broadcast' as const), topic }),
  fc.record({ do: fc.constant('track' as const), topic, n: fc.nat(2) }),
  fc.record({
    do: fc.constant('refresh' as const),
    topic,
    token: fc.constantFrom('garbage', 'sb_x', 'fresh', 'short'),
  }),
  fc.record({ do: fc.constant('frame' as const), frame: fc.json() }),
  fc.record({ do: fc.constant('rights' as const), reads: fc.boolean(), writes: fc.boolean() }),
  fc.constant({ do: 'hold' as const }),
  fc.constant({ do: 'release' as const }),
  fc.constant({ do: 'pass' as const }),
  fc.constant({ do: 'settle' as const }),
)

test('[RT-FUZZ-1] whatever a client does, in whatever order: no fault, one answer to each join, no frame that breaks it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = createWorld({ limits: { idleMs: 1e9 } })
      const client = world.connect()
      const joins = new Map<string, string>() // the latest of each topic
      const asked: string[] = []
      const frames: Frame[] = []
      let release = (): void => {}
      let ref = 0
      for (const act of steps) {
        const next = String(++ref)
        switch (act.do) {
          case 'join':
            client.join(
              act.topic,
              { private: act.private, presence: { enabled: act.presence }, broadcast: { replication_ready: act.live } },
              { ref: next },
            )
            joins.set(act.topic, next)
            asked.push(next)
            break
          case 'leave':
            client.send(
              act.stale ? '0' : (joins.get(act.topic) ?? null),
              next,
              `realtime:${act.topic}`,
              'phx_leave',
              {},
            )
            break
          case 'broadcast':
            client.broadcast(act.topic, 'e', 1, { joinRef: joins.get(act.topic) ?? '', ref: next })
            break
          case 'track':
            client.send(null, next, `realtime:${act.topic}`, 'presence', { event: 'track', payload: { n: act.n } })
            break
          case 'refresh': {
            const exp = START_MS / 1000 + (act.token === 'short' ? 30 : 1e6)
            const token = ['fresh', 'short'].includes(act.token) ? tokenOf({ role: 'x', exp, n: ref }) : act.token
            client.send(null, next, `realtime:${act.topic}`, 'access_token', { access_token: token })
            break
          }
          case 'frame':
            client.session.receive(act.frame)
            break
          case 'rights':
            world.policies.reads = () => (act.reads ? ['broadcast', 'presence'] : [])
            world.policies.writes = () => (act.writes ? ['broadcast', 'presence'] : [])
            break
          case 'hold':
            release()
            release = world.policies.hold()
            break
          case 'release':
            release()
            break
          case 'pass':
            await world.clock.pass(20_000)
            break
          case 'settle':
            frames.push(...(await client.heard()))
            break
          default:
            act satisfies never
        }
      }
      release()
      await settle()
      frames.push(...(await client.heard()))

      for (const [, , , , payload] of frames) {
        expect(payload).toBeTypeOf('object')
        expect(payload).not.toBeNull()
        expect(payload).not.toHaveProperty('ids')
      }
      for (const join of asked) {
        expect(frames.filter(([, to, , event]) => event === 'phx_reply' && to === join)).toHaveLength(1)
      }
      expect(frames.filter(([, , , event]) => event === 'phx_error')).toEqual([])
      expect(world.log.filter((line) => line.includes('Error:'))).toEqual([])
      client.session.end()
      expect(world.clock.pending).toBe(0)
    }),
    { numRuns: 300 },
  )
})
