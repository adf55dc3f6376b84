import { useEffect, useState } from 'react'

/** True with `present`, and for a while after it: what fades away must still be there to be seen fading. */
export function useLinger(present: boolean, afterMs: number): boolean {
  const [lingers, setLingers] = useState(present)
  useEffect(() => {
    const timer = setTimeout(() => setLingers(present), present ? 0 : afterMs)
    return () => clearTimeout(timer)
  }, [present, afterMs])
  return present || lingers
}
