import { StackError } from '../errors.ts'

export class PortTakenError extends StackError {
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} is taken. Stop what uses it, or choose another.`)
    this.port = port
  }
}

/** What Postgres or initdb said, as one sentence about what to do. */
export function explain(complaint: string, folder: string): StackError {
  if (/No space left on device/.test(complaint))
    return new StackError('The disk is full. Free some space and start again.')
  if (/Read-only file system|Permission denied/.test(complaint)) {
    return new StackError(`${folder} can't be written. Set CAUSERIE_DATA_DIR to a folder of yours.`)
  }
  return new StackError(`Postgres did not start: ${complaint.trim() || 'it said nothing'} (see ${folder}.log)`)
}
