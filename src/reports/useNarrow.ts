import { useMediaQuery } from '@/ui/useMediaQuery'

/** Whether the screen is a phone's: a week then stands upright. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 719px)')
}
