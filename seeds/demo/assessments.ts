import type { Knex } from 'knex'
import { insertMany } from '../insertMany.ts'
import { tableIdOf, uuidOf } from './determinism.ts'
import { recordCreation } from './recordCreation.ts'

/** How sure something is: half of the 95 % interval in percent, or scores from 1 (worst) to 5 (best). Invented. */
interface DemoQuality {
  rangePercent: number | null
  scores: Readonly<Record<string, number>>
  reason: string
}

/** Both cycles have them. */
const MADE_AT = '2025-02-03T09:30:00Z'
const NO_COLUMNS = {
  range: null,
  technology: null,
  time: null,
  geography: null,
  completeness: null,
  reliability: null,
}

const TABLES: readonly (DemoQuality & { module: string; table: string })[] = [
  {
    ...range(1.5, 'Fiscal meters of the gas supplier, calibrated every five years.'),
    module: 'stationary_combustion',
    table: 'kilns_and_dryers',
  },
  {
    ...range(5, 'Deliveries by invoice; what is left in the tanks is not measured.'),
    module: 'stationary_combustion',
    table: 'liquid_fuels',
  },
  {
    ...range(1, 'Meters of the grid operators, read by them.'),
    module: 'purchased_electricity',
    table: 'electricity',
  },
  {
    rangePercent: null,
    scores: { technology: 2, time: 4, geography: 3, completeness: 4, reliability: 3 },
    reason: 'Ledger by product group; what was bought is known by its price only.',
    module: 'purchased_goods',
    table: 'spend',
  },
]

const FACTORS: readonly (DemoQuality & { factor: string })[] = [
  { ...range(5, 'Composition of the gas in the grid varies.'), factor: 'desnz25.1_100_1004_6' },
  {
    ...range(5, 'The average of the country stands for a local gas.'),
    factor: 'epa25.t1.natural-gas.natural-gas.mmbtu',
  },
  { ...range(10, 'Average of a country and a year.'), factor: 'desnz25.7_400_4000_5' },
  { ...range(10, 'Average of a region and a year.'), factor: 'egrid2023r2.rfcw' },
  { ...range(15, 'Average of a country, of an earlier year.'), factor: 'ghgp.grid.th.2022' },
]

function range(rangePercent: number, reason: string): DemoQuality {
  return { rangePercent, scores: {}, reason }
}

/** After the project and its tables. The tenant of the transaction must be set. */
export async function insertAssessments(
  trx: Knex.Transaction,
  { tenantKey, projectKey }: { tenantKey: string; projectKey: string },
): Promise<void> {
  const tenantId = uuidOf(tenantKey)
  const said = ({ rangePercent, scores, reason }: DemoQuality) => ({
    tenant_id: tenantId,
    range_percent: rangePercent,
    scores,
    reason,
    made_at: MADE_AT,
  })
  const types = {
    tenant_id: 'uuid',
    range_percent: 'double precision',
    scores: 'jsonb',
    reason: 'text',
    made_at: 'timestamptz',
  }
  const tables = TABLES.map(({ module, table, ...quality }) => ({
    ...said(quality),
    table_id: tableIdOf(`${tenantKey}/${projectKey}`, module, table),
    columns: NO_COLUMNS,
  }))
  const factors = FACTORS.map(({ factor, ...quality }) => ({ ...said(quality), factor_id: factor }))
  await insertMany(trx, 'table_assessments', { ...types, table_id: 'uuid', columns: 'jsonb' }, tables)
  await insertMany(trx, 'factor_assessments', { ...types, factor_id: 'text' }, factors)
  await recordCreation(trx, tenantId, [
    ...tables.map(({ table_id: id, reason }) => ({ kind: 'TableAssessment', id, after: { reason } })),
    ...factors.map(({ factor_id: id, reason }) => ({ kind: 'FactorAssessment', id, after: { reason } })),
  ])
}
