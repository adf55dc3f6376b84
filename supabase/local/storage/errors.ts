import { isConnectionTrouble } from '../data/errors.ts'

/** A refusal in the words of hosted Storage: the body tells the status; over HTTP every refusal is a 400, every fault of ours its own. */
export class StorageError extends Error {
  override name = 'StorageError'
  readonly status: number
  readonly code: string
  readonly word: string

  constructor(status: number, code: string, word: string, message: string) {
    super(message)
    this.status = status
    this.code = code
    this.word = word
  }

  toResponse(): Response {
    const { status, code, word, message } = this
    return Response.json(
      { statusCode: String(status), code, error: word, message },
      { status: status >= 500 ? status : 400 },
    )
  }
}

export const refusals = {
  noToken: () =>
    new StorageError(400, 'InvalidRequest', 'Error', "headers must have required property 'authorization'"),
  badToken: (message: string) => new StorageError(403, 'InvalidJWT', 'Unauthorized', message),
  badSignature: (message: string) => new StorageError(400, 'InvalidJWT', 'InvalidJWT', message),
  denied: () => new StorageError(403, 'AccessDenied', 'Unauthorized', 'new row violates row-level security policy'),
  noBucket: () => new StorageError(404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found'),
  noObject: () => new StorageError(404, 'NoSuchKey', 'not_found', 'Object not found'),
  noRoute: () => new StorageError(404, 'NoSuchRoute', 'not_found', 'Route not found'),
  duplicate: () => new StorageError(409, 'ResourceAlreadyExists', 'Duplicate', 'The resource already exists'),
  badKey: (key: string) => new StorageError(400, 'InvalidKey', 'InvalidKey', `Invalid key: ${key}`),
  badRequest: (message: string) => new StorageError(400, 'InvalidRequest', 'invalid_request', message),
  badType: (type: string) =>
    new StorageError(415, 'InvalidMimeType', 'invalid_mime_type', `mime type ${type} is not supported`),
  tooLarge: () =>
    new StorageError(413, 'EntityTooLarge', 'Payload too large', 'The object exceeded the maximum allowed size'),
  notEmpty: () =>
    new StorageError(409, 'ResourceNotEmpty', 'InvalidRequest', 'The bucket you tried to delete is not empty'),
  cutOff: () => new StorageError(400, 'Aborted', 'Aborted', 'The upload ended before it was whole'),
}

/** What went wrong, as the answer says it. Null for a fault of ours. */
export function asStorageError(error: unknown): StorageError | null {
  if (error instanceof StorageError) return error
  const code = String((error as { code?: unknown }).code)
  if (code === '42501') return refusals.denied()
  if (code === '23505') return refusals.duplicate()
  if (code === '23503') return refusals.noBucket()
  if (code === '22021' || code === '22P05') return refusals.badRequest('A text that can not be stored')
  if (code === '57014') return new StorageError(544, 'DatabaseTimeout', 'DatabaseTimeout', 'The database took too long')
  if (isConnectionTrouble(code))
    return new StorageError(503, 'DatabaseError', 'DatabaseError', 'The database can not be reached')
  return null
}
