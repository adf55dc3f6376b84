import { useState, type CSSProperties, type ReactNode } from 'react'
import { classes } from './classes'
import styles from './Avatar.module.css'

type AvatarProps = {
  name: string
  src?: string | null
  /** Decides the colour, so that two people of one name differ. */
  seed?: string
  size?: number
  presence?: 'online' | 'away'
  /** Instead of initials, for what is nobody in particular: a whole team, a machine. */
  icon?: ReactNode
  className?: string
}

/** A face, or initials on a colour of one's own. Decoration, and drawn as such: the name stands beside it, and is the only text. */
export function Avatar({ name, src, seed = name, size = 32, presence, icon, className }: AvatarProps) {
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null)
  const style = { '--avatar-size': `${size}px`, '--avatar-hue': hueOf(seed) } as CSSProperties
  return (
    <span
      className={classes(styles.avatar, icon !== undefined && styles.nobody, className)}
      style={style}
      aria-hidden="true"
    >
      {icon !== undefined ? (
        <span className={styles.initials}>{icon}</span>
      ) : src && src !== brokenSrc ? (
        <img className={styles.picture} src={src} alt="" onError={() => setBrokenSrc(src)} />
      ) : (
        <span className={styles.initials} data-initials={initialsOf(name)} />
      )}
      {presence && <span className={classes(styles.presence, styles[presence])} />}
    </span>
  )
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** First letters of the first and the last word; an emoji counts as one letter. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word ? ([...graphemes.segment(word.slice(0, 40))][0]?.segment ?? '') : '',
  )
  return letters.join('').toLocaleUpperCase() || '?'
}

function hueOf(seed: string): number {
  let hash = 7
  for (let i = 0; i < Math.min(seed.length, 64); i++) hash = (hash * 31 + seed.charCodeAt(i)) % 3600
  return hash / 10
}
