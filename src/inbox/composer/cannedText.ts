/** What a canned response may speak of. Null: not known. */
export type Variables = Record<string, string | null>

/**
 * Fills `{{contact.name}}` and `{{contact.name|there}}`: without a value its fallback stands there, and without one nothing, with no
 * gap before a comma. What is no variable of ours stays as it is.
 */
export function fillCanned(body: string, variables: Variables): string {
  return body.replace(
    /( ?)\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*(?:\|([^{}]*))?\}\}/g,
    (whole, space: string, name: string, fallback: string | undefined) => {
      if (!Object.hasOwn(variables, name)) return whole
      const value = variables[name]?.trim() || fallback?.trim() || ''
      return value ? space + value : ''
    },
  )
}
