/** Something the person at the terminal can mend: its message is one whole sentence, shown without a stack. */
export class StackError extends Error {
  override name = 'StackError'
}
