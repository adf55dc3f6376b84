/** What a spreadsheet needs to see that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * A file as RFC 4180 has it: commas, CRLF, quotes doubled. Texts that a spreadsheet would take for a formula get an apostrophe before
 * them: names come from customers. Numbers are written as they are, with a point; null is an empty field.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => row.map(fieldOf).join(',') + '\r\n').join('')
}

function fieldOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

// The wide forms too: some spreadsheets take them for the others. Spaces before are no protection.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** Hands the reader a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers begin to read only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
