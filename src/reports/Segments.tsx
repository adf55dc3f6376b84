import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { classes } from '@/ui/classes'
import styles from './Segments.module.css'

interface SegmentsProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  size?: 'small' | 'medium'
}

/** One of a few, side by side. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  onChange,
  size = 'medium',
}: SegmentsProps<Value>) {
  return (
    <RadioGroup<Value> aria-label={label} value={value} onValueChange={onChange} className={styles.group}>
      {choices.map((choice) => (
        <Radio.Root key={choice.value} value={choice.value} className={classes(styles.segment, styles[size])}>
          {choice.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
