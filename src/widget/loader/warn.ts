/** A word to the developer of the host's page: they hear it in the console, their customers see nothing. */
export function warn(sentence: string): void {
  console.warn(`Causerie ${sentence}`)
}
