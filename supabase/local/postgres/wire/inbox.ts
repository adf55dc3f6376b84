/** A message of Postgres: its type, and where its body lies. */
export type OnMessage = (type: string, buffer: Buffer, start: number, end: number) => void

/** @returns what takes a connection's bytes, in whatever pieces they come, and tells each whole message */
export function createInbox(onMessage: OnMessage): (piece: Buffer) => void {
  let rest: Buffer | null = null
  return (piece) => {
    const buffer: Buffer = rest ? Buffer.concat([rest, piece]) : piece
    let at = 0
    while (buffer.length - at >= 5) {
      const end = at + 1 + buffer.readInt32BE(at + 1)
      if (end > buffer.length) break
      onMessage(String.fromCharCode(buffer[at] ?? 0), buffer, at + 5, end)
      at = end
    }
    rest = at < buffer.length ? buffer.subarray(at) : null
  }
}

export type Row = (string | null)[]

/** The columns of a DataRow, as text. */
export function readRow(buffer: Buffer, start: number): Row {
  let at = start + 2
  return Array.from({ length: buffer.readInt16BE(start) }, () => {
    const length = buffer.readInt32BE(at)
    at += 4
    return length === -1 ? null : buffer.toString('utf8', at, (at += length))
  })
}

/** What Postgres refuses, in the driver's form: code, message, detail, hint. */
export function readError(buffer: Buffer, start: number, end: number): Error {
  const fields = new Map(
    buffer
      .toString('utf8', start, end)
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  )
  return Object.assign(new Error(fields.get('M') ?? 'Postgres refused without a word.'), {
    code: fields.get('C') ?? 'XX000',
    severity: fields.get('V'),
    detail: fields.get('D'),
    hint: fields.get('H'),
  })
}
