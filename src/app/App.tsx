import { createBrowserRouter, RouterProvider } from 'react-router-dom'
import { useState } from 'react'
import { I18nProvider, useI18n } from '@/i18n/I18nProvider'
import { ToastProvider } from '@/ui/Toast'
import { routes } from './routes'

export function App() {
  return (
    <I18nProvider>
      <Frame />
    </I18nProvider>
  )
}

function Frame() {
  const { t } = useI18n()
  const [router] = useState(() => createBrowserRouter(routes))
  return (
    <ToastProvider label={t.app.notifications} dismissLabel={t.app.dismiss}>
      <RouterProvider router={router} />
    </ToastProvider>
  )
}
