import { QueryClientProvider } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import { ChatProvider } from '@/chat/ChatProvider'
import { createQueryClient } from '@/chat/queryClient'
import { browserTabs } from '@/chat/tabs'
import { useI18n } from '@/i18n/I18nProvider'
import type { Client } from '@/lib/supabase'
import { createAnswers } from './answers'
import { AnswersContext } from './AnswersContext'
import { filled } from './conversation/form'
import type { WidgetHost } from './host'

interface WidgetProvidersProps {
  inboxKey: string
  client: Client
  host: WidgetHost
  children: ReactNode
}

/** What every part of the panel stands on: the customer's client and a cache of their own. Wants an I18nProvider above. */
export function WidgetProviders({ inboxKey, client, host, children }: WidgetProvidersProps) {
  const { locale } = useI18n()
  const [queryClient] = useState(createQueryClient)
  const [socketTabs] = useState(() => browserTabs(`causerie:contact:${inboxKey}:live`))
  const [answers] = useState(() => createAnswers(host.storage))
  const context = useMemo(
    () => () => {
      const { name, email, attributes } = host.claims?.() ?? {}
      const said = answers.state.get()
      const form = {
        ...(name && { name }),
        ...(email && { email }),
        ...attributes,
        ...(said?.isFinished && filled(said.values)),
      }
      return {
        page_url: host.page().url,
        referrer: host.page().referrer,
        user_agent: navigator.userAgent,
        locale: navigator.language,
        language: locale,
        ...(Object.keys(form).length > 0 && { form }),
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }
    },
    [host, locale, answers],
  )
  return (
    <QueryClientProvider client={queryClient}>
      <ChatProvider
        side="contact"
        inboxKey={inboxKey}
        client={client}
        storage={host.storage}
        socketTabs={socketTabs}
        context={context}
      >
        <AnswersContext value={answers}>{children}</AnswersContext>
      </ChatProvider>
    </QueryClientProvider>
  )
}
