import { createHash } from 'node:crypto'

/**
 * The ETag of a reply: the same for the same bytes. It is made of nothing but what its reader was told, so it says nothing of
 * what they may not read.
 */
export function entityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/** Whether `If-Match` or `If-None-Match` names the tag (RFC 9110 13.1); `*` is any that there is. */
export function namesTag(header: string, tag: string): boolean {
  return header.trim() === '*' || [...header.matchAll(/"[^"]*"/g)].some(([named]) => named === tag)
}
