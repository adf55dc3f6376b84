import { useI18n } from '@/i18n/I18nProvider'
import { Select } from '@/ui/Select'

/** The zone that hours are local times of. */
export function TimeZoneField({
  value,
  onChange,
  hint,
}: {
  value: string
  onChange: (timeZone: string) => void
  hint?: string
}) {
  const { t } = useI18n()
  const zones = Intl.supportedValuesOf('timeZone')
  return (
    <Select
      label={t.settings.timeZone}
      value={value}
      hint={hint}
      options={[...new Set([value, ...zones])]
        .toSorted()
        .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      onChange={onChange}
    />
  )
}
