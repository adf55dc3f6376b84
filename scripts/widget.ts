import type { InlineConfig } from 'vite'
import { build } from 'vite'
import { leaveOutTeam } from './leaveOutTeam.ts'
import { realtimeOnDemand } from './realtimeOnDemand.ts'
import { trimSupabase } from './trimSupabase.ts'

/** React's names, for a build that takes Preact in its place: what every customer loads weighs a third less. */
const PREACT = {
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
}

/** The chat's own page, which the loader puts into a frame. */
export const WIDGET_BUILD = {
  logLevel: 'error',
  plugins: [trimSupabase(), leaveOutTeam(), realtimeOnDemand()],
  build: {
    emptyOutDir: false,
    rolldownOptions: {
      input: 'widget.html',
      // What is loaded first comes in one piece: cut where later parts share something with it, it weighs 4 kB more.
      output: {
        codeSplitting: {
          groups: [{ name: (id, graph) => (comesFirst(id, (other) => graph.getModuleInfo(other)) ? 'widget' : null) }],
        },
      },
    },
  },
  resolve: { alias: PREACT },
} satisfies InlineConfig

/** Whether the page's entry imports it, directly or through others, and not only when it is needed. */
function comesFirst(
  id: string,
  infoOf: (id: string) => { isEntry: boolean; importers: string[] } | null,
  seen = new Set<string>(),
): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const info = infoOf(id)
  return info !== null && (info.isEntry || info.importers.some((importer) => comesFirst(importer, infoOf, seen)))
}

/** The scripts that a page's HTML names: its entry and all that the entry imports at once. */
export function scriptsOf(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => String(file))
}

/**
 * Builds the chat's page without writing it.
 * @returns the code of the scripts that its first screen needs, and of those that the first message brings
 */
export async function buildChat(): Promise<{ firstScreen: string[]; firstMessage: string[] }> {
  const built = await build({ ...WIDGET_BUILD, build: { ...WIDGET_BUILD.build, write: false } })
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined
  const page = output?.find(({ fileName }) => fileName === 'widget.html')
  if (page?.type !== 'asset') throw new Error('The widget was built without a page.')
  const firstScreen = scriptsOf(String(page.source)).map((file) => {
    const chunk = output?.find(({ fileName }) => fileName === file)
    if (chunk?.type !== 'chunk') throw new Error(`The widget was built without ${file}.`)
    return chunk.code
  })
  const firstMessage = (output ?? []).flatMap((chunk) =>
    chunk.type === 'chunk' && /realtime-js|sharedWire/.test(chunk.facadeModuleId ?? '') ? [chunk.code] : [],
  )
  if (firstMessage.length !== 2) throw new Error('The widget was built without Realtime in a part of its own.')
  return { firstScreen, firstMessage }
}
