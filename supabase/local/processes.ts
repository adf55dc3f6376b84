import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The command line of a process: ids are used again, so a living process with a known id may be somebody else. */
export function commandLineOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`
  if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ')
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/** The parent's id, or undefined where the system doesn't tell it in files. */
export function parentOf(pid: number): number | undefined {
  const stat = statOf(pid)
  return stat && Number(stat[1])
}

/** Ended, but its parent has not asked how: in a container without init this can stay for ever. */
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z'
}

/** State and parent id from `/proc/<pid>/stat`, whose second field, the name, may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
