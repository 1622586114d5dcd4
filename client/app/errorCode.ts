/** A short code that is the same for the same failure, so that two reports of it are recognised as one: `7F3A-21C0`. */
export function errorCode(error: unknown): string {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error)
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  const digits = (hash >>> 0).toString(16).toUpperCase().padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}
