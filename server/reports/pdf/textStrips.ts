import { actualOf, addElement, type Element, leftOf, type Canvas } from './Canvas.ts'
import type { Strip } from './Strip.ts'
import type { TextStyle } from './Typesetter.ts'

/** How a paragraph stands. Distances in points. */
interface Paragraph {
  tag: string
  style: TextStyle
  before?: number
  after?: number
  keepsWithNext?: boolean
}

/** A paragraph that can break over pages between any two lines, unless it keeps with what follows. */
export function textStrips(
  canvas: Canvas,
  parent: () => Element,
  text: string,
  { tag, style, before = 0, after = 0, keepsWithNext = false }: Paragraph,
): Strip[] {
  const set = canvas.type.set(text, canvas.width, style)
  const last = set.lines.length - 1
  let element: Element | null = null
  return set.lines.map((_, line): Strip => {
    const above = line === 0 ? before : 0
    return {
      height: above + set.lineHeight + (line === last ? after : 0),
      keepsWithNext,
      head: null,
      draw(top) {
        element ??= addElement(canvas, parent(), tag, actualOf(set))
        const box = { left: leftOf(canvas, 0, canvas.width), top: top + above, width: canvas.width }
        element.add(() => canvas.type.draw(set, box, line, 1))
        if (line === last) {
          element.end()
        }
      },
    }
  })
}
