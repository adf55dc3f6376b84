import { memo, useMemo } from 'react'
import { segmentsOf } from './links'

/** A text with its links. Elements, never HTML. */
export const Linked = memo(function Linked({ text }: { text: string }) {
  const segments = useMemo(() => segmentsOf(text), [text])
  return segments.map(({ at, text, href }) =>
    href ? (
      <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {text}
      </a>
    ) : (
      text
    ),
  )
})
