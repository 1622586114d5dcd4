import { useMemo } from 'react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import type { ColumnRange } from '#client/grid/marks/columnScale.ts'
import { cellMarks, type MarkOf } from '#client/grid/marks/cellMarks.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { markText } from './markText.ts'
import { useColumnRanges } from './useColumnRanges.ts'

/** How the rules of a view mark the cells of a sheet; null: not at all. */
export function useMarks(
  model: SheetModel,
  { marks: rules, scales }: Pick<ViewState, 'marks' | 'scales'>,
  words: CellWords,
  t: SheetTranslate,
): MarkOf | null {
  const ranges = useColumnRanges(model, scales)
  return useMemo(() => {
    const known = [...ranges].flatMap(([key, range]): [string, { kind: ScaleKind; range: ColumnRange }][] => {
      const kind = scales.get(key)
      return kind === undefined ? [] : [[key, { kind, range }]]
    })
    const mark: Parameters<typeof cellMarks>[3]['mark'] = (rule, field) =>
      t('markSign', { style: t(`markStyle_${rule.style}`), rule: markText(rule, field, words, t) })
    return cellMarks(model, rules, new Map(known), { ...words, mark })
  }, [model, rules, scales, ranges, words, t])
}
