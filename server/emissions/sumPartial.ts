import type { Knex } from 'knex'
import { PARTIAL_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { type KilogramColumns, kilogramSums, sumOfColumns } from './KilogramSum.ts'
import { type ChosenRows, existingRows } from './chosenRows.ts'
import type { RowSum } from './sumRows.ts'

const KEYS = PARTIAL_COMPONENTS.map((component) => `'${component}'`).join(', ')

/** SQL for the kilograms of CO2e of a row that are of factors which lack gases; null where the row has none. */
export const PARTIAL_KG = `CASE WHEN jsonb_exists_any(gases_kg, ARRAY[${KEYS}]) THEN ${PARTIAL_COMPONENTS.map(
  (component) => `coalesce((gases_kg->>'${component}')::double precision, 0)`,
).join(' + ')} END`

/** The sums of rows with what of them is partial. One more scan, so it is asked for only where something is. */
export async function withPartial(
  trx: Knex.Transaction,
  chosen: ChosenRows,
  sums: readonly RowSum[],
): Promise<RowSum[]> {
  const partial: (Pick<RowSum, 'tableId' | 'site' | 'month'> & { kg: KilogramColumns; rows: number })[] =
    await existingRows(trx, chosen)
      .whereRaw(`jsonb_exists_any(gases_kg, ARRAY[${KEYS}])`)
      .groupBy('table_id', 'site', 'month')
      .select('table_id as tableId', 'site', 'month')
      .joinRaw(`cross join lateral (select ${PARTIAL_KG} as partial_kg offset 0) as amounts`)
      .select(trx.raw(`${kilogramSums('partial_kg')} AS kg, count(*)::int AS "rows"`))
  const byPlace = new Map(partial.map(({ kg, ...one }) => [placeOf(one), { ...one, kg: sumOfColumns(kg)?.value }]))
  return sums.map((sum) => {
    const { kg = 0, rows = 0 } = byPlace.get(placeOf(sum)) ?? {}
    return { ...sum, partialKg: kg, partialRows: rows }
  })
}

const placeOf = ({ tableId, site, month }: Pick<RowSum, 'tableId' | 'site' | 'month'>): string =>
  JSON.stringify([tableId, site, month])
