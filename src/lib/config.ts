export interface Config {
  apiUrl: string
  publishableKey: string
}

/**
 * Where our Supabase is: read from the page's `<meta name="causerie:…">`, which the build or the server that hands out the page fills in.
 * @throws Error when the page was served with its placeholders
 */
export function readConfig(page: Pick<Document, 'querySelector'> = document): Config {
  return {
    apiUrl: read(page, 'causerie:api-url').replace(/\/+$/, ''),
    publishableKey: read(page, 'causerie:publishable-key'),
  }
}

function read(page: Pick<Document, 'querySelector'>, name: string): string {
  const value = page.querySelector(`meta[name="${name}"]`)?.getAttribute('content')?.trim()
  if (!value || value.startsWith('%')) {
    throw new Error(
      `This page has no ${name}. Build with VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY, or serve it with npm start.`,
    )
  }
  return value
}
