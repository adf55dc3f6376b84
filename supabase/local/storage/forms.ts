import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { Busboy, type BusboyEvents, type BusboyInstance } from '@fastify/busboy'
import { refusals } from './errors.ts'

/** A form that has been read up to its file. */
export interface OpenForm {
  /** The file, as it comes. Ends in an error if the form does not end. */
  content: Readable
  type: string
  /** What stood before the file: what stands behind is not waited for, on hosted neither. */
  fields: ReadonlyMap<string, string>
}

/** What a form may hold around its file, boundaries and headers included. */
export const FORM_BYTES = 65_536

const unreadable = (): Error => refusals.badRequest('The form can not be read')
const FIELDS = 3
const FIELD_BYTES = 16_384

/**
 * Reads a form as far as its file, which nobody holds in memory.
 * @throws StorageError when it is none, or has no file
 */
export function openForm(body: ReadableStream<Uint8Array>, type: string): Promise<OpenForm> {
  const parser = parserOf(type)
  const source = Readable.fromWeb(body as NodeStream<Uint8Array>)
  const fields = new Map<string, string>()
  let content: Readable | undefined
  let sourceFailed = false
  source.once('error', () => (sourceFailed = true))
  return new Promise((resolve, reject) => {
    const onField: BusboyEvents['field'] = (name, value, _isNameCut, isCut) => {
      if (isCut) parser.destroy(refusals.badRequest('A field of the form is too long'))
      else fields.set(name, value)
    }
    const onFile: BusboyEvents['file'] = (_name, stream, _fileName, _encoding, fileType) => {
      content = stream
      stream.once('close', () => {
        if (!stream.readableEnded) source.destroy() // nobody wants the rest
      })
      resolve({ content: Readable.from(whole(stream), { objectMode: false }), type: fileType, fields })
    }
    parser.on('field', onField)
    parser.on('file', onFile)
    pipeline(source, parser).then(
      () => reject(refusals.badRequest('No file provided')),
      (error: Error) => {
        const trouble = sourceFailed ? error : unreadable()
        content?.destroy(trouble)
        reject(trouble)
      },
    )
  })
}

/** The parser's own errors, as a refusal; those of the connection as they are. */
async function* whole(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    throw error instanceof Error && 'code' in error ? error : unreadable()
  }
}

function parserOf(type: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { files: 1, fields: FIELDS, fieldSize: FIELD_BYTES, headerSize: FIELD_BYTES },
    })
  } catch {
    throw unreadable()
  }
}
