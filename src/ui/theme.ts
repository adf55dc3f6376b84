import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

/** The page's colours: as the system has them, or as chosen here. All tabs of the app follow. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  return { theme: useSyncExternalStore(subscribe, rememberedTheme), setTheme }
}

const STORAGE_KEY = 'causerie:theme' // public/theme.js reads it too, before the first paint

const listeners = new Set<() => void>()
let unremembered: Theme = 'system'

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== STORAGE_KEY) return
    apply(rememberedTheme())
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', onStorage)
  }
}

function setTheme(theme: Theme): void {
  unremembered = theme
  try {
    if (theme === 'system') localStorage.removeItem(STORAGE_KEY)
    else localStorage.setItem(STORAGE_KEY, theme)
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
  apply(theme)
  for (const listener of listeners) listener()
}

function rememberedTheme(): Theme {
  try {
    const value = localStorage.getItem(STORAGE_KEY)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return unremembered
  }
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
