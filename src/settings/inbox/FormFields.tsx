import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { IconButton } from '@/ui/IconButton'
import { CloseIcon, PlusIcon } from '@/ui/icons'
import { Select } from '@/ui/Select'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import type { InboxRow } from '../queries'
import { choices, draftOf, fieldsOf, isWrongField, newField, type DraftField } from './form'
import { SettingsForm } from './SettingsForm'
import { useInboxDraft } from './useInboxDraft'
import styles from './FormFields.module.css'

/** What a customer is asked before the first message. What is known of them already is not asked. */
export function FormFields({ inbox }: { inbox: InboxRow }) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const { draft, set, isDirty, discard, save } = useInboxDraft(
    inbox,
    ({ form, verified_only }) => ({ fields: draftOf(form), verifiedOnly: verified_only }),
    ({ fields, verifiedOnly }) => ({ form: fieldsOf(fields), verified_only: verifiedOnly }),
  )
  const put = (place: number, field: DraftField) => set({ fields: draft.fields.with(place, field) })
  return (
    <SettingsForm
      title={words.parts.form}
      words={words.formWords}
      isDirty={isDirty}
      isSaving={save.isPending}
      isWrong={draft.fields.some((field) => isWrongField(field, draft.fields))}
      onSave={() => save.mutate(undefined)}
      onDiscard={discard}
    >
      {draft.fields.map((field, place) => (
        <Field
          key={field.key}
          field={field}
          isWrong={isWrongField(field, draft.fields)}
          onChange={(next) => put(place, next)}
          onRemove={() => set({ fields: draft.fields.filter((_, other) => other !== place) })}
        />
      ))}
      <div className={styles.add}>
        {(['name', 'email', 'phone'] as const)
          .filter((key) => !draft.fields.some((field) => field.key === key))
          .map((key) => (
            <Button
              key={key}
              size="small"
              icon={<PlusIcon size={14} />}
              onClick={() => set({ fields: [...draft.fields, newField(key)] })}
            >
              {words.known[key]}
            </Button>
          ))}
        <Button
          size="small"
          icon={<PlusIcon size={14} />}
          onClick={() => set({ fields: [...draft.fields, newField(null)] })}
        >
          {words.ownField}
        </Button>
      </div>
      <Checkbox
        label={words.verifiedOnly}
        hint={words.verifiedOnlyWords}
        checked={draft.verifiedOnly}
        onChange={(verifiedOnly) => set({ verifiedOnly })}
      />
    </SettingsForm>
  )
}

interface FieldProps {
  field: DraftField
  isWrong: boolean
  onChange: (field: DraftField) => void
  onRemove: () => void
}

function Field({ field, isWrong, onChange, onRemove }: FieldProps) {
  const { t } = useI18n()
  const words = t.settings.inbox
  const { key } = field
  const isKnown = key === 'name' || key === 'email' || key === 'phone'
  const name = isKnown ? words.known[key] : field.fr || field.en || words.ownField
  return (
    <div className={styles.field} role="group" aria-label={name}>
      <div className={styles.head}>
        <b>{name}</b>
        <IconButton label={words.removeField(name)} size="small" onClick={onRemove}>
          <CloseIcon size={14} />
        </IconButton>
      </div>
      {!isKnown && (
        <>
          <Select
            label={words.fieldType}
            value={field.type}
            options={(['text', 'choice', 'checkbox'] as const).map((value) => ({
              value,
              label: words.fieldTypes[value],
            }))}
            onChange={(type) => onChange({ ...field, type })}
          />
          <TextField
            label={words.questionFr}
            lang="fr"
            value={field.fr}
            maxLength={200}
            onChange={({ target }) => onChange({ ...field, fr: target.value })}
          />
          <TextField
            label={words.questionEn}
            lang="en"
            value={field.en}
            maxLength={200}
            error={isWrong && !field.fr.trim() && !field.en.trim() ? words.questionMissing : null}
            onChange={({ target }) => onChange({ ...field, en: target.value })}
          />
          {field.type === 'choice' && (
            <TextArea
              label={words.options}
              hint={words.optionsWords}
              value={field.options}
              error={isWrong && choices(field).length === 0 ? words.optionsMissing : null}
              onChange={({ target }) => onChange({ ...field, options: target.value })}
            />
          )}
        </>
      )}
      <Checkbox
        label={words.required}
        checked={field.required}
        onChange={(required) => onChange({ ...field, required })}
      />
    </div>
  )
}
