const DAY_MS = 86_400_000

/** Steps of a key, in days and in months: weeks stand under each other, and so do quarters. */
function stepOf(type: 'date' | 'month', key: string, rtl: boolean): { days: number; months: number } | null {
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight'
  const isDate = type === 'date'
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const by = key === forward ? 1 : -1
      return isDate ? { days: by, months: 0 } : { days: 0, months: by }
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      const by = key === 'ArrowDown' ? 1 : -1
      return isDate ? { days: 7 * by, months: 0 } : { days: 0, months: 3 * by }
    }
    case 'PageUp':
    case 'PageDown': {
      const by = key === 'PageDown' ? 1 : -1
      return { days: 0, months: isDate ? by : 12 * by }
    }
    default:
      return null
  }
}

/** The ISO day or month that a key leads to; null: the key does not move. A day that the month lacks is its last. */
export function moved(type: 'date' | 'month', from: string, key: string, rtl: boolean): string | null {
  const step = stepOf(type, key, rtl)
  if (step === null) {
    return null
  }
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + step.months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const at = first.getTime() + (Math.min(day, last) - 1 + step.days) * DAY_MS
  return new Date(at).toISOString().slice(0, type === 'date' ? 10 : 7)
}
