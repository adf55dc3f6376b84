import type { ReactNode } from 'react'
import styles from './Section.module.css'

/** A card of settings that are saved together. `foot`: what saves them. */
export function Section({
  title,
  words,
  children,
  foot,
}: {
  title: string
  words?: ReactNode
  children: ReactNode
  foot?: ReactNode
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {words && <p className={styles.words}>{words}</p>}
      </header>
      <div className={styles.body}>{children}</div>
      {foot && <footer className={styles.foot}>{foot}</footer>}
    </section>
  )
}
