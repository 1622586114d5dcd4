/** Moments as people enter them, in the time of their own clock. */

/** For a field of the type `datetime-local`. */
export function toInput(iso: string): string {
  const date = new Date(iso)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The end of the second that was entered; null when the field is empty or holds no time. */
export function fromInput(value: string): string | null {
  const time = new Date(value).getTime()
  return Number.isNaN(time) ? null : new Date(time + 999).toISOString()
}
