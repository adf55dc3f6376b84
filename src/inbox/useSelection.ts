import { useMemo, useState } from 'react'

/** Conversations ticked for something to be done with all of them. */
export interface Selection {
  ids: ReadonlySet<string>
  /** @param isRange all between the last one ticked and this */
  toggle: (id: string, isRange: boolean) => void
  all: () => void
  clear: () => void
}

/** As many as one call takes. */
const SELECTION_MAX = 100

/** @param shown ids of the list in order: what has left it is no longer ticked */
export function useSelection(shown: readonly string[]): Selection {
  const [ticked, setTicked] = useState<{ ids: ReadonlySet<string>; anchor: string | null }>({ ids: NONE, anchor: null })
  const ids = useMemo(() => {
    if (ticked.ids.size === 0) return NONE
    const here = new Set(shown)
    return new Set([...ticked.ids].filter((id) => here.has(id)))
  }, [ticked.ids, shown])
  return {
    ids,
    toggle(id, isRange) {
      const next = new Set(ids)
      const [from, to] = [shown.indexOf(ticked.anchor ?? ''), shown.indexOf(id)]
      if (isRange && from >= 0 && to >= 0) {
        for (const other of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(other)
      } else if (!next.delete(id)) next.add(id)
      setTicked({ ids: new Set([...next].slice(0, SELECTION_MAX)), anchor: id })
    },
    all: () => setTicked({ ids: new Set(shown.slice(0, SELECTION_MAX)), anchor: null }),
    clear: () => setTicked({ ids: NONE, anchor: null }),
  }
}

const NONE: ReadonlySet<string> = new Set()
