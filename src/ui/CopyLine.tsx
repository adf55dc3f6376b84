import { useRef, useState } from 'react'
import { Button } from './Button'
import { classes } from './classes'
import styles from './CopyLine.module.css'

type CopyLineProps = {
  text: string
  copyLabel: string
  copiedLabel: string
  className?: string
}

/** A text to be taken elsewhere, with a button that takes it. */
export function CopyLine({ text, copyLabel, copiedLabel, className }: CopyLineProps) {
  const [copied, setCopied] = useState(false)
  const code = useRef<HTMLElement>(null)

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      if (code.current) getSelection()?.selectAllChildren(code.current) // no clipboard here: ready for Ctrl-C
    }
  }

  return (
    <div className={classes(styles.line, className)}>
      <pre className={styles.text}>
        <code ref={code}>{text}</code>
      </pre>
      <Button onClick={() => void copy()} onBlur={() => setCopied(false)}>
        {copied ? copiedLabel : copyLabel}
      </Button>
    </div>
  )
}
