import { commandLineOf, isAlive, parentOf } from './processes.ts'

const CHECK_MS = 500

/**
 * `npm start` runs us under npm, often with a shell between. A signal that reaches npm alone, or npm's sudden death, must
 * end us too, and nobody tells us: so we look. @returns its undo
 */
export function whenNpmEnds(end: () => void): () => void {
  if (!process.env.npm_execpath) return () => {}
  const watched = [process.ppid]
  const grandparent = parentOf(process.ppid)
  if (grandparent && /^(\S*\/)?(sh|bash|dash|ash|zsh)\s/.test(commandLineOf(process.ppid))) watched.push(grandparent)
  const timer = setInterval(() => {
    if (process.ppid === watched[0] && watched.every((pid) => pid === 1 || isAlive(pid))) return
    clearInterval(timer)
    end()
  }, CHECK_MS)
  timer.unref()
  return () => clearInterval(timer)
}
