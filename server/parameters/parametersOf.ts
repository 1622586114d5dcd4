import type { Knex } from 'knex'
import type { Parameter, ParameterKind, ParameterValue } from '#shared/parameters/parameter.ts'

/**
 * Changes with every value that comes or goes. In SQL, of the tenant of the statement and the cycle `c`: a locked cycle keeps
 * the values that it was locked with.
 */
export const PARAMETERS_VERSION = `(SELECT CASE c.status WHEN 'locked' THEN '' ELSE concat_ws('.', count(*), count(v.superseded_at)) END
  FROM parameter_values v WHERE v.tenant_id = c.tenant_id)`

/**
 * The parameters that formulas may ask for, by key, as they are now; of a locked cycle those that it was locked with.
 */
export async function parametersOf(
  trx: Knex.Transaction,
  lockedCycleId: string | null = null,
): Promise<ReadonlyMap<string, Parameter>> {
  const rows: ValueRow[] = await trx('parameters as p')
    .leftJoin('parameter_values as v', (on) => {
      on.on('v.tenant_id', 'p.tenant_id').on('v.parameter_id', 'p.id')
      void (lockedCycleId === null && on.onNull('v.superseded_at'))
    })
    .modify((query) => {
      void (lockedCycleId === null
        ? query.whereNull('p.deleted_at')
        : query.whereRaw(
            'EXISTS (SELECT FROM cycle_parameters k WHERE k.tenant_id = v.tenant_id AND k.value_id = v.id AND k.cycle_id = ?)',
            [lockedCycleId],
          ))
    })
    .orderBy(['p.key', 'v.year'])
    .select('p.key', 'p.name', 'p.kind', 'p.unit', 'v.year', 'v.value', 'v.source')
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, values]) => {
      const { name, kind, unit } = values[0]!
      return [key, { key, name, kind, unit, values: values.flatMap(valueOf) }]
    }),
  )
}

/** Before a cycle is locked: it keeps the parameters as they are now. */
export async function keepParameters(trx: Knex.Transaction, tenantId: string, cycleId: string): Promise<void> {
  await trx.raw(
    `INSERT INTO cycle_parameters (tenant_id, cycle_id, value_id)
     SELECT tenant_id, ?, id FROM parameter_values WHERE tenant_id = ? AND superseded_at IS NULL
     ON CONFLICT DO NOTHING`,
    [cycleId, tenantId],
  )
}

const valueOf = ({ year, value, source }: ValueRow): ParameterValue[] =>
  year === null || value === null || source === null ? [] : [{ year, value, source }]

interface ValueRow {
  key: string
  name: string
  kind: ParameterKind
  unit: string
  /** Null: it has none. */
  year: number | null
  value: number | null
  source: string | null
}
