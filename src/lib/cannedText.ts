/** What a canned response may speak of. */
const VARIABLES = [
  'contact.name',
  'contact.first_name',
  'contact.email',
  'agent.name',
  'agent.first_name',
  'conversation.id',
] as const

/** Null: not known. */
export type Variables = Record<(typeof VARIABLES)[number], string | null>

const isVariable = (name: string): name is keyof Variables => VARIABLES.some((one) => one === name)

/**
 * Fills `{{contact.name}}` and `{{contact.name|there}}`: without a value its fallback stands there, and without one nothing, with no
 * gap before a comma. What is no variable of ours stays as it is.
 */
export function fillCanned(body: string, variables: Variables): string {
  return body.replace(
    /( ?)\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*(?:\|([^{}]*))?\}\}/g,
    (whole, space: string, name: string, fallback: string | undefined) => {
      if (!isVariable(name)) return whole
      const value = variables[name]?.trim() || fallback?.trim() || ''
      return value ? space + value : ''
    },
  )
}

/** The first `{{…}}` that is no variable of ours: the customer would read it as it stands. Null: there is none. */
export function unknownVariable(body: string): string | null {
  for (const [whole, name = ''] of body.matchAll(/\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g))
    if (!isVariable(name)) return whole
  return null
}
