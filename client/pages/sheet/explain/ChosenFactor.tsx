import { useQuery } from '@tanstack/react-query'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { aboutFactor } from '../targets/targetWords.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { factorQuery } from './explainQueries.ts'
import { FactorCard } from './FactorCard.tsx'
import { WhyFactor } from './WhyFactor.tsx'

/** The factor that stands in a cell: what it says and where it comes from. */
export function ChosenFactor(props: {
  sheet: SheetAddress
  model: SheetModel
  cell: CellRef
  field: Field
  rowName: string
  /** The moment that is looked at; null: now. */
  moment: string | null
  t: SheetTranslate
}) {
  const { sheet, model, cell, field, rowName, moment, t } = props
  const value = model.value(cell.row, cell.key)
  const id = typeof value === 'string' && field.targets?.get(value)?.state === 'here' ? value : null
  const { data } = useQuery({ ...factorQuery(id ?? ''), enabled: id !== null })
  const factor = data?.normalised ?? null
  return (
    <>
      <div className="cap">
        {field.name} · <bdi>{rowName}</bdi>
      </div>
      {id === null && <p className="dim">{t('empty')}</p>}
      {data !== undefined && <p dir="auto">{aboutFactor(data, t)}</p>}
      {data !== undefined && factor !== null && <FactorCard factor={factor} link={data.factor_set.url} t={t} />}
      {id !== null && moment === null && <WhyFactor sheet={sheet} cell={cell} factorId={id} t={t} />}
    </>
  )
}
