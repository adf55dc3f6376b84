/**
 * Whether a page of this origin may show the chat.
 * @param allowed origins as the inbox has them, `https://*.example.com` for all under it; none: every site may
 */
export function mayShow(allowed: readonly string[], origin: string): boolean {
  return allowed.length === 0 || allowed.some((site) => isOf(site, origin))
}

function isOf(site: string, origin: string): boolean {
  const [scheme = '', domain] = site.split('*')
  return domain === undefined ? origin === site : origin.startsWith(scheme) && origin.endsWith(domain)
}
