import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { isThrownByDriverAlone } from './supabase/local/postgres/pool.ts'

const alias = { '@': fileURLToPath(new URL('./src', import.meta.url)) }

// Three kinds of tests: `unit` needs nothing, `stack` a real Postgres (one template database for all files), `web` a DOM.
export default defineConfig({
  test: {
    // By itself it leaves a core idle, which on two is half of them; most stack tests wait: for Postgres, for a poll.
    maxWorkers: 3,
    onUnhandledError: (error) => !isThrownByDriverAlone(error), // where a test breaks connections, as in cli.ts
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'supabase/local/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.stack.test.ts'],
        },
      },
      {
        plugins: [react()],
        resolve: { alias },
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['src/**/*.test.tsx'],
          exclude: ['**/*.stack.test.tsx'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'stack',
          include: ['supabase/tests/**/*.test.ts', 'src/**/*.stack.test.ts', 'src/**/*.stack.test.tsx'],
          globalSetup: ['supabase/tests/support/globalSetup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
