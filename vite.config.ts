import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'
import { buildLoader, LOADER_SCRIPTS } from './scripts/loader.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [react(), loaderWhileDeveloping()],
  resolve: {
    alias: {
      '@': here('./src'),
      '@supabase/functions-js': here('./src/lib/supabaseLeftOut.ts'),
      '@supabase/storage-js': here('./src/lib/supabaseLeftOut.ts'),
    },
  },
  build: {
    // Where light-dark(), relative colours and popovers work: mid 2024 and later.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0, // a data: address needs a word in a strict Content-Security-Policy
    modulePreload: { polyfill: false },
  },
})

/** `npm run build` writes the loader's scripts; the dev server builds them whenever a page asks. */
function loaderWhileDeveloping(): Plugin {
  return {
    name: 'causerie:loader',
    apply: 'serve',
    configureServer(server) {
      for (const script of LOADER_SCRIPTS)
        server.middlewares.use(`/${script}`, (_request, response) => {
          void buildLoader(script).then((code) => response.setHeader('content-type', 'text/javascript').end(code))
        })
    },
  }
}
