import type { Json } from '@/lib/database.types'

type FieldType = 'text' | 'email' | 'phone' | 'choice' | 'checkbox'

/** A question of the form while it is edited. `options`: one a line. */
export interface DraftField {
  /** Its own, for as long as there is the question. */
  key: string
  type: FieldType
  required: boolean
  fr: string
  en: string
  options: string
}

const TYPES: readonly FieldType[] = ['text', 'email', 'phone', 'choice', 'checkbox']

/** @param key one that everybody knows, or null for a question of one's own, which gets a key that stays when its words change */
export function newField(key: 'name' | 'email' | 'phone' | null): DraftField {
  const type = key === 'email' || key === 'phone' ? key : 'text'
  return { key: key ?? `q_${crypto.randomUUID().slice(0, 8)}`, type, required: false, fr: '', en: '', options: '' }
}

export function draftOf(form: Json): DraftField[] {
  if (!Array.isArray(form)) return []
  return form.flatMap((field) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return []
    const { key, type, required, label, options } = field
    const known = TYPES.find((one) => one === type)
    if (typeof key !== 'string' || !known) return []
    const words = typeof label === 'object' && label !== null && !Array.isArray(label) ? label : {}
    return [
      {
        key,
        type: known,
        required: required === true,
        fr: typeof words['fr'] === 'string' ? words['fr'] : '',
        en: typeof words['en'] === 'string' ? words['en'] : '',
        options: Array.isArray(options) ? options.filter((one) => typeof one === 'string').join('\n') : '',
      },
    ]
  })
}

/** As `inboxes.form` keeps them. */
export function fieldsOf(fields: readonly DraftField[]): Json[] {
  return fields.map((field) => {
    const labels = Object.entries({ fr: field.fr.trim(), en: field.en.trim() }).filter(([, text]) => text !== '')
    const { key, type, required } = field
    return {
      key,
      type,
      required,
      ...(labels.length > 0 && { label: Object.fromEntries(labels) }),
      ...(type === 'choice' && { options: choices(field) }),
    }
  })
}

export function choices({ options }: DraftField): string[] {
  return [...new Set(options.split('\n').map((option) => option.trim()))].filter((option) => option !== '')
}

/** Whether it can't be saved: a question without words, a choice of nothing, a key that is there twice. */
export function isWrongField(field: DraftField, all: readonly DraftField[]): boolean {
  if (all.filter(({ key }) => key === field.key).length > 1) return true
  if (field.key === 'name' || field.key === 'email' || field.key === 'phone') return false
  return (field.fr.trim() === '' && field.en.trim() === '') || (field.type === 'choice' && choices(field).length === 0)
}
