import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const STAND_IN = fileURLToPath(new URL('../src/lib/realtimeOnDemand.ts', import.meta.url))

/** Gives supabase-js a Realtime client that fetches the real one when it is needed. */
export function realtimeOnDemand(): Plugin {
  return {
    name: 'causerie:realtime-on-demand',
    enforce: 'pre',
    resolveId: (source, importer = '') =>
      source === '@supabase/realtime-js' && /supabase-js[\\/]dist/.test(importer) ? STAND_IN : null,
  }
}
