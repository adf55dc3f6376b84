import type { ContactCard, FormField } from '@/chat/shapes'
import type { Locale } from '@/i18n/locale'
import type { Words } from '@/i18n/words'

type Values = Readonly<Record<string, string | boolean>>
export type FieldError = 'required' | 'emailInvalid' | 'phoneInvalid'

/** The questions whose answers nobody has yet: what the site vouches for or the visitor has said before is not asked again. */
export function unanswered(form: readonly FormField[], card: ContactCard | null, claims: object): FormField[] {
  const known: Record<string, unknown> = { ...claims, ...card?.attributes }
  if (card?.name) known.name = card.name
  if (card?.email) known.email = card.email
  return form.filter(({ key }) => !card?.known.includes(key) && (known[key] === undefined || known[key] === ''))
}

/** What is wrong with each answer, by key. */
export function errorsIn(fields: readonly FormField[], values: Values): Record<string, FieldError> {
  const errors: Record<string, FieldError> = {}
  for (const field of fields) {
    const error = errorOf(field, values[field.key])
    if (error) errors[field.key] = error
  }
  return errors
}

function errorOf({ type, required }: FormField, value: string | boolean | undefined): FieldError | null {
  if (type === 'checkbox') return required && value !== true ? 'required' : null
  const text = typeof value === 'string' ? value.trim() : ''
  if (text === '') return required ? 'required' : null
  if (type === 'email' && !isEmail(text)) return 'emailInvalid'
  if (type === 'phone' && !/^\+?[\d\s().-]{5,30}$/.test(text)) return 'phoneInvalid'
  return null
}

/** As the server judges: something, an @, and a name with a dot. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)
}

export function labelOf({ key, label, required }: FormField, locale: Locale, t: Words['widget']): string {
  const own = label?.[locale] ?? label?.en ?? label?.fr
  const text = own ?? { name: t.name, email: t.email, phone: t.phone }[key] ?? key
  return required ? text : t.optional(text)
}

/** What goes with the conversation: no blanks, nothing that was left out. */
export function filled(values: Values): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== ''),
  )
}
