import type { Direction } from './BidiText.ts'
import { PAPER } from './paperColors.ts'
import type { SetText, TextStyle, Typesetter } from './Typesetter.ts'

/** Where strips are drawn: the document, its letters, and the place between its margins. */
export interface Canvas {
  document: PDFKit.PDFDocument
  type: Typesetter
  direction: Direction
  /** Margin and width of what stands between the margins, in points. */
  left: number
  width: number
}

/** An element of the structure of the document. */
export type Element = PDFKit.PDFStructureElement

export const BODY: TextStyle = { size: 9, weight: 'regular', color: PAPER.text, align: 'start' }
export const DIM: TextStyle = { ...BODY, color: PAPER.dim }

/** Left edge of a box that begins so far from the start of the line and is so wide, in points. */
export const leftOf = ({ left, width, direction }: Canvas, fromStart: number, of: number): number =>
  direction === 'ltr' ? left + fromStart : left + width - fromStart - of

/** A line from one edge of the canvas to the other. */
export function rule({ document, left, width }: Canvas, y: number, color: string, weight = 0.5): void {
  document
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(weight)
    .strokeColor(color)
    .stroke()
}

/** Draws something for the eye only. */
export function asArtifact({ document }: Canvas, draw: () => void): void {
  document.markContent('Artifact', { type: 'Layout' })
  draw()
  document.endMarkedContent()
}

/** Adds an element below another. */
export function addElement(
  { document }: Canvas,
  parent: Element,
  tag: string,
  options: PDFKit.Mixins.StructureElementOptions & { scope?: 'Row' | 'Column' } = {},
): Element {
  const element = document.struct(tag, options)
  parent.add(element)
  return element
}

/**
 * The text as it is read, for elements whose glyphs stand in the order in which they are seen. What is read from the left needs none.
 */
export const actualOf = ({ text }: Pick<SetText, 'text'>): { actual?: string } =>
  /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? { actual: text } : {}
