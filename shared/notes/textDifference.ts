/** Around what differs, so many characters stay. */
const AROUND = 30
/** Of what differs at most so much. */
const MOST = 300

/** Where two texts differ, each with a few words around; both empty when they do not. Complexity: their length. */
export function textDifference(before: string, after: string): { old: string; new: string } {
  if (before === after) {
    return { old: '', new: '' }
  }
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) {
    start++
  }
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++
  }
  return { old: piece(before, start, end), new: piece(after, start, end) }
}

function piece(text: string, start: number, end: number): string {
  const [from, to] = [Math.max(0, start - AROUND), Math.min(text.length, text.length - end + AROUND)]
  const cut = text.slice(from, Math.min(to, from + MOST))
  return `${from > 0 ? '…' : ''}${cut.toWellFormed()}${from + cut.length < text.length ? '…' : ''}`
}
