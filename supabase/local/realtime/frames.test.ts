import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wireV2, type Broadcast } from './frames.ts'
import { pushFrame, read } from './testing/world.ts'

const shortText = fc.string({ unit: 'binary', maxLength: 60 })

describe('text', () => {
  test('[RT-FRAME-1] a frame is five things, refs are echoed as they came', () => {
    const frame = wireV2.decode('["6", "7", "realtime:é", "phx_leave", {"a": 1}]')
    expect(frame).toMatchObject({ joinRef: '6', ref: '7', topic: 'realtime:é', event: 'phx_leave', payload: { a: 1 } })
    expect(wireV2.decode('[null,3,"t","e",{}]')).toMatchObject({ joinRef: null, ref: 3 })
    expect(wireV2.encode('6', null, 't', 'e', { a: 1 })).toBe('["6",null,"t","e",{"a":1}]')
  })

  test('[RT-FRAME-2] a malformed frame is nothing, whatever it is', () => {
    for (const text of ['', '{', '{}', '[]', '["1","2","t","e"]', '[1,2,3,"e",{}]', '["1",{},"t","e",{}]', 'null']) {
      expect(wireV2.decode(text)).toBeNull()
    }
    fc.assert(fc.property(fc.string(), (text) => void wireV2.decode(text)))
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void wireV2.decode(Buffer.from(bytes))))
  })

  test('[RT-FRAME-3] the body of a text broadcast leaves as it came: digits, order of keys, blanks', () => {
    const body =
      '{ "type":"broadcast", "event":"a\\",[\\\\", "payload": {"z":12345678901234567890, "a":[1,{"b":"]"}]} }'
    const frame = wireV2.decode(`[ "1" ,"2", "realtime:a,\\"]b" , "broadcast", ${body} ]`)
    expect(frame?.broadcast).toEqual({ kind: 'verbatim', body })
    expect(wireV2.encodeBroadcast('realtime:t', frame?.broadcast as Broadcast)).toBe(
      `[null,null,"realtime:t","broadcast",${body}]`,
    )
  })

  test('[RT-FRAME-3] … for every body', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (topic, body) => {
        const frame = wireV2.decode(`["1","2",${JSON.stringify(topic)},"broadcast",${body}]`)
        expect(frame?.broadcast).toEqual({ kind: 'verbatim', body: body.trim() })
      }),
    )
  })
})

describe('bytes', () => {
  test('[RT-FRAME-4] kind 3: sizes count bytes, not characters', () => {
    fc.assert(
      fc.property(shortText, shortText, fc.json(), (topic, event, json) => {
        const frame = wireV2.decode(pushFrame('6', '7', topic, event, Buffer.from(json)))
        const sent = { kind: 'user', event, payload: Buffer.from(json), encoding: 'json', meta: null }
        // Lone surrogates have no UTF-8: both sides read them as U+FFFD.
        const readable = (text: string): string => Buffer.from(text).toString()
        expect(frame).toMatchObject({ joinRef: '6', ref: '7', topic: readable(topic), event: 'broadcast' })
        expect(frame?.broadcast).toEqual({ ...sent, event: readable(event) })
      }),
    )
    expect(wireV2.decode(pushFrame('', '7', 'realtime:é', '😀', Buffer.from('1')))).toMatchObject({
      joinRef: null,
      topic: 'realtime:é',
      broadcast: { event: '😀' },
    })
  })

  test('[RT-FRAME-4] a frame that is cut short, or of another kind, is nothing', () => {
    const whole = pushFrame('6', '7', 'realtime:room', 'e', Buffer.alloc(0), false)
    expect(wireV2.decode(whole)).not.toBeNull()
    for (let size = 0; size < whole.length; size++) expect(wireV2.decode(whole.subarray(0, size))).toBeNull()
    expect(wireV2.decode(Buffer.concat([Buffer.from([0]), whole.subarray(1)]))).toBeNull()
  })

  test('what calls itself JSON and is none is nothing: it could write into the frame that carries it', () => {
    for (const [body, json, isFrame] of [
      ['{"a":1}', true, true],
      ['{"a":1},"topic":"realtime:another"', true, false],
      ['', true, false],
      ['{"a":1},"topic":"realtime:another"', false, true],
    ] as const) {
      const frame = wireV2.decode(pushFrame('6', '7', 'realtime:room', 'e', Buffer.from(body), json))
      expect([body, json, frame !== null]).toEqual([body, json, isFrame])
    }
  })

  test('[RT-FRAME-5] kind 4 carries event, payload and meta', () => {
    const broadcast: Broadcast = {
      kind: 'user',
      event: 'mèssage_😀',
      payload: Buffer.from('{"n":12345678901234567890}'),
      encoding: 'json',
      meta: '{"id":"x"}',
    }
    const frame = wireV2.encodeBroadcast('realtime:rôom', broadcast) as Buffer
    expect(read(frame)).toMatchObject([
      null,
      null,
      'realtime:rôom',
      'broadcast',
      { event: 'mèssage_😀', meta: { id: 'x' } },
    ])
    expect(frame.toString()).toContain('12345678901234567890')
    const bytes: Broadcast = {
      kind: 'user',
      event: 'e',
      payload: Buffer.from([0, 255]),
      encoding: 'binary',
      meta: null,
    }
    expect(read(wireV2.encodeBroadcast('t', bytes) as Buffer)[4]).toEqual({
      type: 'broadcast',
      event: 'e',
      payload: Buffer.from([0, 255]),
    })
  })

  test('[RT-FRAME-5] an event too long for a byte goes as text; bytes with it cannot go at all', () => {
    const event = 'é'.repeat(128)
    const json: Broadcast = {
      kind: 'user',
      event,
      payload: Buffer.from('{"a":1}'),
      encoding: 'json',
      meta: '{"id":"x"}',
    }
    const body = { type: 'broadcast', event, payload: { a: 1 }, meta: { id: 'x' } }
    expect(read(wireV2.encodeBroadcast('t', json) as string)).toEqual([null, null, 't', 'broadcast', body])
    expect(wireV2.encodeBroadcast('t', { ...json, encoding: 'binary' })).toBeNull()
  })
})
