import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { LiveEvent, Purpose } from './events'
import { useRealtime } from './RealtimeProvider'

/** Listens to what `my_topics()` names for a purpose, wherever it moves: `useLive('workspace', hear)`. */
export function useLive(purpose: Purpose, onEvent: (event: LiveEvent) => void): void {
  const { topics, myTopics } = useRealtime()
  const names = useSyncExternalStore(myTopics.subscribe, myTopics.get)[purpose]
  const hear = useEffectEvent(onEvent)
  const key = names.join(' ') // an equal list is the same list
  useEffect(() => {
    if (!key) return undefined
    const undos = key.split(' ').map((name) => topics.listen(name, { onEvent: (event) => hear(event) }))
    return () => {
      for (const undo of undos) undo()
    }
  }, [topics, key])
}

/** Calls when something may have been missed: a (re)join, a replication that has just begun, waking, coming online, the polls. */
export function useCatchUp(onCatchUp: () => void): void {
  const { onCatchUp: listen } = useRealtime()
  const catchUp = useEffectEvent(onCatchUp)
  useEffect(() => listen(() => catchUp()), [listen])
}
