import type pg from 'pg'
import { cellConverter } from '#shared/cells/convertCell.ts'
import type { EstimateInput } from '#shared/estimates/estimateMethod.ts'
import type { FieldConversion } from './convertField.ts'

interface KeptEstimate {
  id: string
  value: number
  inputs: EstimateInput[]
  intensity: { per_unit: number } | null
}

/**
 * What is said of estimated cells goes along when their column gets another unit, in every cycle that is not locked: the cell
 * still holds an estimate, which would not be in force with a value of before. In the transaction of the conversion.
 */
export async function convertEstimates(
  client: pg.PoolClient,
  { tenantId, tableId, field, from, to, reading }: FieldConversion,
): Promise<void> {
  const { rows } = await client.query<KeptEstimate>(
    `SELECT e.id, e.value, e.inputs, e.intensity FROM estimates e
       JOIN cycles c ON c.tenant_id = e.tenant_id AND c.id = e.cycle_id
     WHERE e.tenant_id = $1 AND e.table_id = $2 AND e.ordinal = $3 AND c.status <> 'locked'`,
    [tenantId, tableId, field.ordinal],
  )
  const convert = cellConverter(from, to, reading)
  const converted = (amount: number): number => {
    const value = convert(amount)
    return typeof value === 'number' ? value : amount
  }
  for (const { id, value, inputs, intensity } of rows) {
    await client.query(
      `UPDATE estimates SET value = $3, inputs = $4,
         intensity = CASE WHEN intensity IS NULL THEN NULL ELSE intensity || jsonb_build_object('per_unit', $5::float8) END
       WHERE tenant_id = $1 AND id = $2`,
      [
        tenantId,
        id,
        converted(value),
        JSON.stringify(inputs.map((input) => ({ ...input, value: converted(input.value) }))),
        converted(intensity?.per_unit ?? 0),
      ],
    )
  }
}
