/**
 * Whether a page of `origin` may use the cookie or open a socket. Without configured origins only the page that the
 * request itself was sent to may: its host is the one in the Host header.
 */
export function isAllowedOrigin(origin: string, host: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.includes(origin)) {
    return true
  }
  const parsed = URL.parse(origin)
  const isWeb = parsed !== null && (parsed.protocol === 'http:' || parsed.protocol === 'https:')
  return isWeb && allowed.length === 0 && host !== undefined && parsed.host === host
}
