import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** What each of the loader's two scripts begins with. */
const ENTRIES = {
  /** On every page: the button. */
  'widget.js': 'entry.ts',
  /** At the first intent: the frame, and what is between it and the page. */
  'widget-panel.js': 'panelEntry.ts',
}
/** To Chromium: compile all of it beside the page's thread, while it comes in; else each function costs that thread at its first call. */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n'

export type LoaderScript = keyof typeof ENTRIES
export const LOADER_SCRIPTS = Object.keys(ENTRIES) as LoaderScript[]

/**
 * Builds a script of the loader: a classic one without imports, because that is what a page of any age can embed.
 * @returns its code, for the dev server to hand out and for the build to write
 */
export async function buildLoader(script: LoaderScript): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL(`../src/widget/loader/${ENTRIES[script]}`, import.meta.url)),
        formats: ['iife'],
        name: 'CauserieLoader',
        fileName: () => script,
      },
    },
  })
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined
  const chunk = output?.find((file) => file.type === 'chunk')
  if (!chunk) throw new Error(`${script} was built without a script.`)
  const code = chunk.code.replaceAll(/\n+/g, '') // the stylesheet's line ends: the only ones left after minifying
  return script === 'widget.js' ? COMPILE_AT_ONCE + code : code
}
