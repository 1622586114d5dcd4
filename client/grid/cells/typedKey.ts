/** The character that opened an editor and replaces what was there; null: it was opened to change it. */
export const typedKey = (eventKey: string | null): string | null =>
  eventKey !== null && eventKey.length === 1 ? eventKey : null
