import { BidiText, baseOf, type Direction } from './BidiText.ts'
import { fontOf, shaped, type Weight } from './ReportFonts.ts'

/** How a text looks. Sizes are in points. */
export interface TextStyle {
  size: number
  weight: Weight
  color: string
  /**
   * Start and end are those of the report, not of the text: an English name in an Arabic column stands at its right. Numbers stand
   * at the right in both directions: only then do their digits line up.
   */
  align: 'start' | 'end' | 'middle' | 'right'
  /** Given where the text has one of its own, such as a number, which is read from the left everywhere. */
  direction?: Direction
}

/** A text in lines that are not wider than was asked for. */
export interface SetText {
  /** Each with its own height. */
  lines: readonly SetLine[]
  lineHeight: number
  style: TextStyle
  text: string
}

interface SetLine {
  of: BidiText
  start: number
  end: number
}

/** Where a line stands, in points from the left and from the top of the page. */
interface Box {
  left: number
  top: number
  width: number
}

const LINE_HEIGHT = 1.36
/** From the top of a line to what letters stand on. */
const BASELINE = 1.02

/** Breaks texts into lines and draws these, in whichever direction they are read. */
export class Typesetter {
  readonly #document: PDFKit.PDFDocument
  readonly #report: Direction
  readonly #widths = new Map<string, number>()

  constructor(document: PDFKit.PDFDocument, report: Direction) {
    this.#document = document
    this.#report = report
  }

  /** Lines end between words; a word that is wider than a line, such as a hash, ends where it must. */
  set(text: string, width: number, style: TextStyle): SetText {
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((paragraph) => {
      const clean = paragraph.replaceAll(/[\t\v\f]/g, ' ')
      const of = new BidiText(clean, style.direction ?? baseOf(clean, this.#report))
      return this.#linesOf(of, width, style)
    })
    return { lines, lineHeight: style.size * LINE_HEIGHT, style, text }
  }

  /** How wide the text is in one line, and how wide its widest word, in points. */
  extentOf(text: string, style: TextStyle): { whole: number; word: number } {
    const widths = wordsOf(text).map((word) => this.#widthOf(word, style))
    return { whole: widths.reduce((sum, one) => sum + one, 0), word: Math.max(0, ...widths) }
  }

  /** Draws lines below each other, those from `first` on and no more than `count`. */
  draw({ lines, lineHeight, style }: SetText, { left, top, width }: Box, first = 0, count = lines.length): void {
    lines.slice(first, first + count).forEach((line, index) => {
      this.#drawLine(line, style, { left, top: top + index * lineHeight, width })
    })
  }

  #linesOf(of: BidiText, width: number, style: TextStyle): SetLine[] {
    const lines: SetLine[] = []
    let start = 0
    let end = 0
    let used = 0
    for (const word of wordsOf(of.text)) {
      for (const piece of this.#piecesOf(word, width, style)) {
        const seen = this.#widthOf(piece.trimEnd(), style)
        if (used + seen > width && end > start) {
          lines.push({ of, start, end: endOf(of.text, start, end) })
          start = end
          used = 0
        }
        end += piece.length
        used += this.#widthOf(piece, style)
      }
    }
    return [...lines, { of, start, end: endOf(of.text, start, end) }]
  }

  #piecesOf(word: string, width: number, style: TextStyle): string[] {
    if (this.#widthOf(word.trimEnd(), style) <= width) {
      return [word]
    }
    const pieces: string[] = []
    let piece = ''
    for (const letter of Array.from(word)) {
      if (piece !== '' && this.#widthOf((piece + letter).trimEnd(), style) > width) {
        pieces.push(piece)
        piece = ''
      }
      piece += letter
    }
    return [...pieces, piece]
  }

  #drawLine({ of, start, end }: SetLine, style: TextStyle, { left, top, width }: Box): void {
    const runs = of.runs(start, end).map((run) => {
      const { text, features } = shaped(run)
      const font = fontOf(run, style.weight)
      const options = features === undefined ? {} : { features }
      this.#document.font(font).fontSize(style.size)
      return { text, font, options, width: this.#document.widthOfString(text, options) }
    })
    const whole = runs.reduce((sum, run) => sum + run.width, 0)
    let x = left + (width - whole) * this.#shareBefore(style.align)
    for (const run of runs) {
      this.#document
        .font(run.font)
        .fontSize(style.size)
        .fillColor(style.color)
        .text(run.text, x, top + style.size * BASELINE, { lineBreak: false, baseline: 'alphabetic', ...run.options })
      x += run.width
    }
  }

  /** How much of the room beside a line is at its left. */
  #shareBefore(align: TextStyle['align']): 0 | 0.5 | 1 {
    switch (align) {
      case 'middle':
        return 0.5
      case 'right':
        return 1
      case 'start':
        return this.#report === 'ltr' ? 0 : 1
      case 'end':
        return this.#report === 'ltr' ? 1 : 0
    }
  }

  #widthOf(text: string, { size, weight }: TextStyle): number {
    const key = `${weight} ${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) {
      return known * size
    }
    // widths grow with the size, so one is enough
    const atOne = new BidiText(text, null).runs().reduce((sum, run) => {
      const { text: letters, features } = shaped(run)
      this.#document.font(fontOf(run, weight)).fontSize(1)
      return sum + this.#document.widthOfString(letters, features === undefined ? {} : { features })
    }, 0)
    this.#widths.set(key, atOne)
    return atOne * size
  }
}

/** Each with the spaces after it. A space that does not break is part of the word. */
const wordsOf = (text: string): string[] => text.match(/[^ ]* *(?=.|$)/gsu)?.filter((word) => word !== '') ?? []

/** Spaces at the end of a line are not drawn. */
function endOf(text: string, start: number, end: number): number {
  let last = end
  while (last > start && text.charAt(last - 1) === ' ') {
    last -= 1
  }
  return last
}
