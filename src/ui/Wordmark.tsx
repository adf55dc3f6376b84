import styles from './Wordmark.module.css'

/** Our name with its bubble. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <Mark />
      Causerie
    </span>
  )
}

/** The bubble alone. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M16 3c7.5 0 13.5 5.2 13.5 11.7S23.5 26.4 16 26.4c-1.5 0-3-.2-4.3-.6L5.6 28.7c-.7.3-1.4-.3-1.2-1l1.2-5C3.6 20.6 2.5 17.8 2.5 14.7 2.5 8.2 8.5 3 16 3z"
      />
      <g className={styles.dots}>
        <circle cx="10.2" cy="14.8" r="1.9" />
        <circle cx="16" cy="14.8" r="1.9" />
        <circle cx="21.8" cy="14.8" r="1.9" />
      </g>
    </svg>
  )
}
