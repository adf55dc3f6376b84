/** What stands after `before:` or `after:` and is no date of a search, which then finds nothing; null when all is well. */
export function wrongDate(query: string): string | null {
  for (const [, said = ''] of query.matchAll(/(?:^|\s)(?:before|after|avant|apr[eè]s):("[^"]*"|\S+)/giu)) {
    const value = said.replaceAll('"', '')
    if (!isDate(value)) return value
  }
  return null
}

function isDate(value: string): boolean {
  const [year = '', month = '1', day = '1'] = value.split('-')
  const date = new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`)
  return /^\d{4}(-\d\d|-\d{1,2}-\d{1,2})?$/.test(value) && date.getUTCDate() === Number(day)
}
