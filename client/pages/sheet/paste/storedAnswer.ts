import type { PasteAnswer } from '#client/grid/paste/readBlock.ts'

const keyOf = (tableId: string): string => `carbonsheet.paste.${tableId}`

/** How pasted numbers and dates of this table were last said to be written, on this device. Only a choice to start from. */
export function readStoredAnswer(tableId: string): Partial<PasteAnswer> {
  let stored: unknown
  try {
    stored = JSON.parse(localStorage.getItem(keyOf(tableId)) ?? 'null')
  } catch {
    return {}
  }
  if (typeof stored !== 'object' || stored === null) {
    return {}
  }
  const [mark, order]: unknown[] = [Reflect.get(stored, 'mark'), Reflect.get(stored, 'order')]
  return {
    ...(mark === 'point' || mark === 'comma' ? { mark } : {}),
    ...(order === 'day-first' || order === 'month-first' ? { order } : {}),
  }
}

/** Keeps what was answered; what was not asked stays as it was. */
export function writeStoredAnswer(tableId: string, answer: Partial<PasteAnswer>): void {
  try {
    localStorage.setItem(keyOf(tableId), JSON.stringify({ ...readStoredAnswer(tableId), ...answer }))
  } catch {
    // no room: the next paste asks without a choice to start from
  }
}
