const NO_BREAK_SPACE = '\u00a0'

/** As the French typeset: no line begins with a question mark, no number is left without its unit. */
export function typeset(french: string): string {
  return french.replace(/ (?=[?!:;»€%])/g, NO_BREAK_SPACE).replace(/(?<=\d) (?=(?:h|min)\b)/g, NO_BREAK_SPACE)
}
