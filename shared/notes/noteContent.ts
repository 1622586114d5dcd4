/** A note as TipTap writes it: nodes in each other, text with marks. Checked against `NOTE_NODES`. */
export interface NoteNode {
  type: string
  attrs?: Record<string, unknown>
  content?: NoteNode[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

export type NoteContent = NoteNode & { type: 'doc' }

/** The words of a note, a line for each block, with the signs of lists and quotes that one would type; empty: no note. */
export function noteText(content: NoteNode): string {
  return hasWords(content) ? lines(content).join('\n').trim() : ''
}

const hasWords = ({ text, content = [] }: NoteNode): boolean => (text ?? '').trim() !== '' || content.some(hasWords)

function lines(node: NoteNode): string[] {
  const inside = node.content ?? []
  switch (node.type) {
    case 'bulletList':
      return inside.flatMap((item) => hung('- ', lines(item)))
    case 'orderedList': {
      const { start } = node.attrs ?? {}
      const first = typeof start === 'number' ? start : 1
      return inside.flatMap((item, i) => hung(`${first + i}. `, lines(item)))
    }
    case 'blockquote':
      return inside.flatMap(lines).map((line) => `> ${line}`)
    case 'doc':
    case 'listItem':
      return inside.flatMap(lines)
    default:
      return inside
        .map(({ text }) => text ?? '\n')
        .join('')
        .split('\n')
  }
}

/** The sign before the first line, the others below it. */
const hung = (sign: string, of: readonly string[]): string[] =>
  of.map((line, i) => (i === 0 ? sign : ' '.repeat(sign.length)) + line)
