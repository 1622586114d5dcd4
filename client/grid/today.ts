/** The day, or the month, of now on this machine, as ISO. */
export function today(type: 'date' | 'month'): string {
  const now = new Date()
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
  return parts.slice(0, type === 'month' ? 2 : 3).join('-')
}
