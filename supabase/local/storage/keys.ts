import { refusals } from './errors.ts'

/** As hosted: word characters and what S3 takes without trouble. Letters beyond ASCII are refused there too. */
const KEY = /^[\w/!\-.*'() &$@=;:+,?]+$/
const MAX_KEY = 1024

/** Where an object is: `{bucket}/{name}`, decoded once. @throws StorageError */
export function parseAddress(path: string): { bucketId: string; name: string } {
  const slash = path.indexOf('/')
  if (slash <= 0) throw refusals.badRequest('A bucket and a name are needed')
  return { bucketId: decoded(path.slice(0, slash)), name: checkedName(decoded(path.slice(slash + 1))) }
}

/** Stricter than hosted in one thing: no step of a name is empty, `.` or `..`, which other tools would take for a folder. */
export function checkedName(name: string): string {
  const steps = name.split('/')
  if (name.length > MAX_KEY || !KEY.test(name) || steps.some((step) => step === '' || step === '.' || step === '..'))
    throw refusals.badKey(name)
  return name
}

/** One step of a path. @throws StorageError */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusals.badKey(text) // a stray percent sign
  }
}
