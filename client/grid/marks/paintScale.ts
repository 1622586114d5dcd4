import type { ScalePaint } from './columnScale.ts'

/** Percent of the full colour: more would make the number hard to read. */
export const STRONGEST = 36

/** Puts a bar or a tint behind the number of a cell; null takes it away. */
export function paintScale(cell: HTMLElement, paint: ScalePaint | null): void {
  if (paint === null) {
    if (cell.dataset['scale'] !== undefined) {
      delete cell.dataset['scale']
      delete cell.dataset['side']
    }
    return
  }
  cell.dataset['scale'] = paint.kind
  if (paint.kind === 'bar') {
    delete cell.dataset['side']
    cell.style.setProperty('--from', percent(paint.from * 100))
    cell.style.setProperty('--to', percent(paint.to * 100))
  } else {
    cell.dataset['side'] = paint.at < 0 ? 'low' : 'high'
    const share = paint.kind === 'more' ? (paint.at + 1) / 2 : Math.abs(paint.at)
    cell.style.setProperty('--share', percent(share * STRONGEST))
  }
}

const percent = (share: number): string => `${Math.round(share * 10) / 10}%`
