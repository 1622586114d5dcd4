import { useEffect, useState } from 'react'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import { columnRange, type ColumnRange } from '#client/grid/marks/columnScale.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'

/** So long nothing may change before colours follow: every drawn cell of the column gets another one. */
const PAUSE_MS = 250

export type ColumnRanges = ReadonlyMap<string, ColumnRange>

const NONE: ColumnRanges = new Map()

/** From where to where the numbers go of columns that have a scale; the map is another one only when one of them changed. */
export function useColumnRanges(model: SheetModel, scales: ReadonlyMap<string, ScaleKind>): ColumnRanges {
  const [ranges, setRanges] = useState<ColumnRanges>(NONE)
  useEffect(() => {
    const read = (): void => {
      const next = scales.size === 0 ? NONE : rangesOf(model, scales)
      setRanges((now) => (JSON.stringify([...now]) === JSON.stringify([...next]) ? now : next))
    }
    read()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = model.onChange(() => {
      clearTimeout(timer)
      timer = scales.size === 0 ? undefined : setTimeout(read, PAUSE_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [model, scales])
  return ranges
}

function rangesOf(model: SheetModel, scales: ReadonlyMap<string, ScaleKind>): ColumnRanges {
  return new Map(
    [...scales.keys()].flatMap((key): [string, ColumnRange][] => {
      const field = model.field(key)
      const range = field === undefined || !isNumeric(model, field) ? null : columnRange(model, field)
      return range === null ? [] : [[key, range]]
    }),
  )
}
