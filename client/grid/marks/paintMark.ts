import type { CellMark } from './cellMarks.ts'
import { paintScale } from './paintScale.ts'

const SIGN = 'mark-sign'

/** Tints a cell and puts the sign of its mark into `content`; null takes both away. */
export function paintMark(cell: HTMLElement, content: HTMLElement, mark: CellMark | null): void {
  paintScale(cell, mark?.scale ?? null)
  const old = content.querySelector(`:scope > .${SIGN}`)
  if (mark === null || mark.style === null) {
    if (cell.dataset['mark'] !== undefined) {
      delete cell.dataset['mark']
      delete cell.dataset['sign']
    }
    old?.remove()
    return
  }
  cell.dataset['mark'] = mark.style
  if (mark.label === null) {
    delete cell.dataset['sign']
    old?.remove()
    return
  }
  cell.dataset['sign'] = ''
  if (old === null) {
    const sign = document.createElement('span')
    sign.className = SIGN
    sign.setAttribute('aria-hidden', 'true')
    content.prepend(sign)
  }
}
