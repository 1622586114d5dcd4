import { useMemo } from 'react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { MarkRule } from '#shared/views/markRules.ts'
import { cellMarks, type MarkOf } from '#client/grid/marks/cellMarks.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { markText } from './markText.ts'

/** How the rules of a view mark the cells of a sheet; null: not at all. */
export function useMarks(
  model: SheetModel,
  rules: readonly MarkRule[],
  words: CellWords,
  t: SheetTranslate,
): MarkOf | null {
  return useMemo(() => {
    const mark: Parameters<typeof cellMarks>[2]['mark'] = (rule, field) =>
      t('markSign', { style: t(`markStyle_${rule.style}`), rule: markText(rule, field, words, t) })
    return cellMarks(model, rules, { ...words, mark })
  }, [model, rules, words, t])
}
