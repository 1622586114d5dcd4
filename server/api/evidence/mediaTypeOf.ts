const BEGINNINGS: readonly (readonly [bytes: string, mediaType: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['\x89PNG\r\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['PK\x03\x04', 'application/zip'],
]

/** What the first bytes look like. Only shown: whoever wants to lie here can, and nothing is opened because of it. */
export function mediaTypeOf(head: Buffer): string {
  const bytes = head.toString('latin1')
  const known = BEGINNINGS.find(([beginning]) => bytes.startsWith(beginning))
  if (known !== undefined) {
    return known[1]
  }
  const isText = !bytes.includes('\0') && !new TextDecoder().decode(head, { stream: true }).includes('\ufffd')
  return isText ? 'text/plain' : 'application/octet-stream'
}
