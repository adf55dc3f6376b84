import { useState, type KeyboardEvent } from 'react'
import type { Cell } from './shapes'

const STEPS: Record<string, [across: number, down: number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

/** A map of up to 168 links is one stop of the Tab key: arrows go to the next cell that has something, in their direction. */
export function useCellStops(cells: readonly Cell[], isUpright: boolean) {
  const [chosen, setChosen] = useState<string | null>(null)
  const linked = cells.filter((cell) => cell.turns > 0)
  const keys = new Set(linked.map(keyOf))
  const stop = chosen !== null && keys.has(chosen) ? chosen : linked[0] && keyOf(linked[0])

  function go(event: KeyboardEvent<HTMLElement>, from: Cell): void {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const [hours, weekdays] = isUpright ? [step[1], step[0]] : step
    let { weekday, hour } = from
    do {
      weekday += weekdays
      hour += hours
    } while (isThere(weekday, hour) && !keys.has(keyOf({ weekday, hour })))
    event.currentTarget
      .closest('table')
      ?.querySelector<HTMLElement>(`[data-stop='${keyOf({ weekday, hour })}']`)
      ?.focus()
  }

  return (cell: Cell) => ({
    'data-stop': keyOf(cell),
    tabIndex: keyOf(cell) === stop ? 0 : -1,
    onFocus: () => setChosen(keyOf(cell)),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => go(event, cell),
  })
}

function isThere(weekday: number, hour: number): boolean {
  return weekday >= 1 && weekday <= 7 && hour >= 0 && hour <= 23
}

function keyOf({ weekday, hour }: Pick<Cell, 'weekday' | 'hour'>): string {
  return `${weekday} ${hour}`
}
