import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { build } from 'vite'

const root = fileURLToPath(new URL('../', import.meta.url))
const source = join(root, 'src/widget/library')

/** Builds what `import { ChatWidget } from 'causerie'` gives, with its types and its stylesheet. React stays outside. */
export async function buildLibrary(outDir = join(root, 'dist/lib')): Promise<void> {
  await build({
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: [amongStrangers()],
    // A worker's address is a matter of whoever bundles this: the heartbeat goes without.
    define: { 'import.meta.env.PROD': 'false', 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      lib: { entry: join(source, 'entry.ts'), formats: ['es'], fileName: 'index', cssFileName: 'style' },
      rolldownOptions: {
        external: ['react', 'react-dom', 'react/jsx-runtime'],
        output: { banner: (chunk) => (chunk.isEntry ? "'use client'" : '') },
      },
    },
  })
  copyFileSync(join(source, 'index.d.ts'), join(outDir, 'index.d.ts'))
  for (const file of ['LICENSE', 'NOTICE']) copyFileSync(join(root, file), join(outDir, file))
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
}

/**
 * A package of its own, to be packed from its folder. The repository's would bring along what only building takes, and a link into a checkout
 * finds the checkout's React: two of them in one page, and no hook works.
 */
function manifest() {
  const { name, version, description, license, peerDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, unknown>
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    exports: {
      '.': { types: './index.d.ts', import: './index.js' },
      './style.css': './style.css',
      './package.json': './package.json',
    },
    peerDependencies,
  }
}

/** In a page of ours the theme's names are ours, and so is the root's colour scheme. Among strangers they are under a name of our own. */
function amongStrangers(): Plugin {
  const theme = readFileSync(join(root, 'src/ui/theme.css'), 'utf8')
  const names = [...new Set([...theme.matchAll(/^\s*--([\w-]+):/gm)].map(([, name]) => name))].join('|')
  const inCss = new RegExp(`--(${names})(?![\\w-])`, 'g')
  const inCode = new RegExp(`(["'\`])--(${names})\\1`, 'g')
  return {
    name: 'causerie:among-strangers',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replaceAll(inCode, '$1--causerie-$2$1')
        else if (file.fileName.endsWith('.css'))
          file.source = String(file.source)
            .replaceAll(inCss, '--causerie-$1')
            .replaceAll(/:root\[data-theme/g, '.causerie[data-theme')
            .replaceAll(/:root(,[^{]*)?{color-scheme:[\w ]+;?/g, ':root$1{')
      }
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildLibrary()
