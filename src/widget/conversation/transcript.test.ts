import { expect, test } from 'vitest'
import type { ContactMessage } from '@/chat/shapes'
import { en } from '@/i18n/en/index'
import { createFormats } from '@/i18n/format'
import type { I18n } from '@/i18n/Language'
import { transcriptOf } from './transcript'

const i18n: I18n = { locale: 'en', setLocale: () => undefined, t: en, ...createFormats('en', en, 'UTC') }

function message(fields: Partial<ContactMessage>): ContactMessage {
  return {
    id: 'm',
    conversation_id: 'c',
    seq: 1,
    author: 'contact',
    kind: 'text',
    agent: null,
    body: 'Hello',
    attachments: [],
    created_at: '2026-03-02T10:00:00+00:00',
    deleted_at: null,
    ...fields,
  }
}

test('a transcript names the files of a message, also of one that is only files, and says what was deleted', () => {
  const file = { id: 'f', name: 'parcel.png', type: 'image/png', size: 1, width: 1, height: 1, path: 'p' }
  const text = transcriptOf(
    [message({ attachments: [file] }), message({ body: '', attachments: [file] }), message({ body: null, seq: 3 })],
    'Shop',
    i18n,
  )
  const said = text.split('\n').filter((line) => line !== '' && !line.startsWith('[Monday'))
  expect(said.slice(1)).toEqual(['Hello', '[parcel.png]', '[parcel.png]', en.widget.deleted])
})
