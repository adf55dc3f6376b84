import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isServed } from './orphan.ts'

/** Beside a cluster that does not lie in its data folder: the path of that folder. */
const NOTE = 'data-folder'

/** Notes for whom a cluster lies under the OS temp folder, so that it can be told when nobody will ask for it again. */
export function noteOwner(cluster: string, dataFolder: string): void {
  writeFileSync(join(dirname(cluster), NOTE), dataFolder)
}

/**
 * Removes the clusters whose checkout is gone, unless a server has one open. What has no note is nobody's we know.
 * @param root holds a folder for each data folder
 * @returns the folders removed
 */
export function removeAbandoned(root: string): string[] {
  const removed = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name))
    .filter((folder) => isAbandoned(folder))
  for (const folder of removed) rmSync(folder, { recursive: true, force: true })
  return removed
}

function isAbandoned(folder: string): boolean {
  const note = join(folder, NOTE)
  // The checkout counts, not the data folder in it: that one is made later than its cluster's.
  return existsSync(note) && !existsSync(dirname(readFileSync(note, 'utf8'))) && !isServed(join(folder, 'postgres'))
}
