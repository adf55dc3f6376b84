import { StackError } from '../errors.ts'

const DISK_FULL = '53100'
const FULL = 'The disk is full. Free some space and start again.'

export class PortTakenError extends StackError {
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} is taken. Stop what uses it, or choose another.`)
    this.port = port
  }
}

/** What Postgres or initdb said, as one sentence about what to do. */
export function explain(complaint: string, folder: string): StackError {
  if (/No space left on device/.test(complaint)) return new StackError(FULL)
  if (/Read-only file system|Permission denied/.test(complaint)) {
    return new StackError(`${folder} can't be written. Set CAUSERIE_DATA_DIR to a folder of yours.`)
  }
  return new StackError(`Postgres did not start: ${complaint.trim() || 'it said nothing'} (see ${folder}.log)`)
}

/** A file or folder that can't be written, as a sentence; any other error as it is. */
export function explainFile(error: unknown): unknown {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined
  if ([code, cause?.code].some((each) => each === 'ENOSPC' || each === DISK_FULL))
    return new StackError(FULL, { cause: error })
  const isRefused = ['EACCES', 'EROFS', 'EPERM', 'ENOTDIR'].includes(code) || (code === 'ENOENT' && syscall === 'mkdir')
  if (path && isRefused) {
    return new StackError(`${path} can't be written. Set CAUSERIE_DATA_DIR to a folder of yours.`, { cause: error })
  }
  return error
}
