import type { StartContext } from './shapes'

/** Where this very page stands. The widget's frame gives the host page's instead. */
export function startContext(): StartContext {
  return {
    page_url: location.href,
    ...(document.referrer && { referrer: document.referrer }),
    user_agent: navigator.userAgent,
    locale: navigator.language,
    time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
