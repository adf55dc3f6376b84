import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wireOf, wireV1, wireV2, type Broadcast } from './frames.ts'

describe('version 1', () => {
  test('[RT-FRAME-7] a frame is an object, refs are echoed as they came; a version nobody speaks has no wire', () => {
    const frame = wireV1.decode('{"topic":"realtime:é","event":"phx_join","payload":{"a":1},"ref":"7","join_ref":"6"}')
    expect(frame).toMatchObject({ joinRef: '6', ref: '7', topic: 'realtime:é', event: 'phx_join', payload: { a: 1 } })
    expect(wireV1.decode('{"topic":"t","event":"e","payload":{}}')).toMatchObject({ joinRef: null, ref: null })
    expect(JSON.parse(wireV1.encode('6', '7', 't', 'e', { a: 1 }))).toEqual({
      topic: 't',
      event: 'e',
      payload: { a: 1 },
      ref: '7',
    })
    expect(['1.0.0', '1.0.7', '2.0.0', '2.0.1', '3.0.0', '1.1.0', ''].map(wireOf)).toEqual([
      wireV1,
      wireV1,
      wireV2,
      wireV2,
      null,
      null,
      null,
    ])
  })

  test('[RT-FRAME-8] what makes no sense is nothing; bytes have no place in it', () => {
    for (const text of ['', '[]', 'null', '{}', '{"topic":"t","event":"e"}', '{"topic":1,"event":"e","payload":{}}'])
      expect(wireV1.decode(text)).toBeNull()
    expect(wireV1.decode(Buffer.from([3]))).toBeNull()
    const bytes: Broadcast = { kind: 'user', event: 'e', payload: Buffer.from([1]), encoding: 'binary', meta: null }
    expect(wireV1.encodeBroadcast('t', bytes)).toBeNull()
  })

  test('[RT-FRAME-9] the body of a broadcast leaves as it came, whatever stands around it', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(fc.json(), text, text, fc.boolean(), (body, topic, ref, first) => {
        const others = `"topic":${JSON.stringify(topic)},"event":"broadcast","ref":${JSON.stringify(ref)}`
        const frame = first ? `{ "payload" : ${body} , ${others}}` : `{${others}, "payload":${body}}`
        expect(wireV1.decode(frame)?.broadcast).toEqual({ kind: 'verbatim', body: body.trim() })
      }),
    )
    const digits = '{"n":12345678901234567890,"payload":"]},"}'
    const frame = wireV1.decode(`{"topic":"t","event":"broadcast","payload":${digits},"ref":null}`)
    expect(wireV1.encodeBroadcast('t', frame?.broadcast as Broadcast)).toBe(
      `{"topic":"t","event":"broadcast","payload":${digits},"ref":null}`,
    )
  })

  test('[RT-FRAME-9] a broadcast in bytes reaches it as text, with its meta', () => {
    const stored: Broadcast = {
      kind: 'user',
      event: 'é',
      payload: Buffer.from('{"a":1}'),
      encoding: 'json',
      meta: '{"id":"x"}',
    }
    expect(JSON.parse(wireV1.encodeBroadcast('t', stored) as string)).toEqual({
      topic: 't',
      event: 'broadcast',
      payload: { type: 'broadcast', event: 'é', payload: { a: 1 }, meta: { id: 'x' } },
      ref: null,
    })
  })
})
