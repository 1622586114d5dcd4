import { useMemo } from 'react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import { useEstimateWords } from '#client/features/estimates/words/useEstimateWords.ts'
import type { ColumnRange } from '#client/grid/marks/columnScale.ts'
import { cellMarks, withEstimates, withPeriods, type MarkOf } from '#client/grid/marks/cellMarks.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'
import { periodFields, straddlingOf } from '../periods/straddling.ts'
import { straddlingText, type CycleOfSheet } from '../periods/straddlingText.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { EstimateOf } from '../estimates/useSheetEstimates.ts'
import { markText } from './markText.ts'
import { useColumnRanges } from './useColumnRanges.ts'

/** How the rules of a view mark the cells of a sheet, which of them hold estimates, and which days lie outside of the cycle. */
export function useMarks(
  model: SheetModel,
  { marks: rules, scales }: Pick<ViewState, 'marks' | 'scales'>,
  estimateOf: EstimateOf,
  cycle: CycleOfSheet,
  words: CellWords,
  t: SheetTranslate,
): MarkOf {
  const te = useEstimateWords()
  const ranges = useColumnRanges(model, scales)
  return useMemo(() => {
    const known = [...ranges].flatMap(([key, range]): [string, { kind: ScaleKind; range: ColumnRange }][] => {
      const kind = scales.get(key)
      return kind === undefined ? [] : [[key, { kind, range }]]
    })
    const mark: Parameters<typeof cellMarks>[3]['mark'] = (rule, field) =>
      t('markSign', { style: t(`markStyle_${rule.style}`), rule: markText(rule, field, words, t) })
    const estimated = withEstimates(cellMarks(model, rules, new Map(known), { ...words, mark }), (row, key) => {
      const estimate = estimateOf(row, key)
      return estimate === null ? null : te('cellMark', { method: te(estimate.method) })
    })
    const fields = periodFields(model)
    const period = { startsOn: cycle.starts_on, endsOn: cycle.ends_on }
    return fields === null
      ? estimated
      : withPeriods(estimated, (row, key) => {
          const found = fields.some((field) => field.key === key)
            ? straddlingOf(model, row, { fields, cycle: period })
            : null
          return found?.field.key === key ? straddlingText(found, cycle, words, t) : null
        })
  }, [model, rules, scales, estimateOf, cycle, ranges, words, t, te])
}
