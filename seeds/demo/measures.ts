import type { Knex } from 'knex'
import { insertMany } from '../insertMany.ts'
import { uuidOf } from './determinism.ts'
import { recordCreation } from './recordCreation.ts'

const SCOPES = [1, 2]
const BASE_CYCLE = 'FY2024'

/** What emissions are divided by, with its value of each cycle. Invented. */
const DENOMINATORS = [
  {
    name: 'Revenue',
    kind: 'revenue',
    unit: 'EUR@2024',
    values: { FY2024: 214_000_000, FY2025: 221_500_000 },
    source: 'Annual report, in prices of 2024',
  },
  {
    name: 'Fired ware',
    kind: 'product',
    unit: 't',
    values: { FY2024: 96_400, FY2025: 97_800 },
    source: 'Production statistics of the three works',
  },
] as const

/**
 * What the demo company measures itself by: a base year, a target from it, and intensities, so that their page has something
 * to say. After the project and its cycles; the tenant of the transaction must be set.
 */
export async function insertMeasures(
  trx: Knex.Transaction,
  { tenantKey, projectKey }: { tenantKey: string; projectKey: string },
): Promise<void> {
  const place = `${tenantKey}/${projectKey}`
  const own = { tenant_id: uuidOf(tenantKey), project_id: uuidOf(place) }
  const cycleId = (name: string): string => uuidOf(`${place}/${name}`)
  const ids = { tenant_id: 'uuid', project_id: 'uuid' }
  await insertMany(
    trx,
    'base_years',
    { ...ids, scopes: 'smallint[]', basis: 'text', threshold_percent: 'float8', policy: 'text' },
    [
      {
        ...own,
        scopes: SCOPES,
        basis: 'market',
        threshold_percent: 5,
        policy: 'Recalculated when structure, method or errors change it by 5 % or more. Growth never does.',
      },
    ],
  )
  await insertMany(trx, 'base_year_cycles', { ...ids, cycle_id: 'uuid' }, [{ ...own, cycle_id: cycleId(BASE_CYCLE) }])
  const target = {
    ...own,
    id: uuidOf(`${place}/target`),
    name: 'Near term',
    description: 'Decided by the board in February 2025. Biomass and electric kilns carry most of it.',
    scopes: SCOPES,
    basis: 'market',
    kind: 'absolute',
    base_cycle_id: cycleId(BASE_CYCLE),
    target_year: 2034,
    reduction_percent: 42,
  }
  await insertMany(
    trx,
    'reduction_targets',
    {
      ...ids,
      id: 'uuid',
      name: 'text',
      description: 'text',
      scopes: 'smallint[]',
      basis: 'text',
      kind: 'text',
      base_cycle_id: 'uuid',
      target_year: 'int',
      reduction_percent: 'float8',
    },
    [target],
  )
  const denominators = DENOMINATORS.map((one) => ({ ...one, ...own, id: uuidOf(`${place}/denominator/${one.name}`) }))
  await insertMany(
    trx,
    'denominators',
    { ...ids, id: 'uuid', name: 'text', kind: 'text', unit: 'text' },
    denominators.map(({ values: _values, source: _source, ...one }) => one),
  )
  await insertMany(
    trx,
    'denominator_values',
    { tenant_id: 'uuid', denominator_id: 'uuid', cycle_id: 'uuid', value: 'float8', source: 'text' },
    denominators.flatMap(({ tenant_id, id, values, source }) =>
      Object.entries(values).map(([cycle, value]) => ({
        tenant_id,
        denominator_id: id,
        cycle_id: cycleId(cycle),
        value,
        source,
      })),
    ),
  )
  await recordCreation(trx, own.tenant_id, [
    { kind: 'BaseYear', id: own.project_id, after: { cycles: [BASE_CYCLE], scopes: SCOPES, basis: 'market' } },
    { kind: 'ReductionTarget', id: target.id, after: { name: target.name, target_year: target.target_year } },
    ...denominators.map(({ id, name, unit }) => ({ kind: 'Denominator', id, after: { name, unit } })),
  ])
}
