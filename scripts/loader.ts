import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const entry = fileURLToPath(new URL('../src/widget/loader/entry.ts', import.meta.url))

/**
 * Builds `widget.js`: one classic script without imports, because that is what a page of any age can embed.
 * @returns its code, for the dev server to hand out and for the build to write
 */
export async function buildLoader(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'CauserieLoader', fileName: () => 'widget.js' },
    },
  })
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined
  const script = output?.find((file) => file.type === 'chunk')
  if (!script) throw new Error('The loader was built without a script.')
  return script.code.replaceAll(/\n+/g, '') // the stylesheet's line ends: the only ones left after minifying
}
