/** 1024 of one are one of the next. */
const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** `1.5 MB`; with two digits at least. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const number = bytes / 1024 ** power
  return `${number < 10 && power > 0 ? Number(number.toFixed(1)) : Math.round(number)}\u00a0${UNITS[power]}`
}
