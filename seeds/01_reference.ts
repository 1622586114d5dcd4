import { readFile } from 'node:fs/promises'

import type { Knex } from 'knex'

import { insertMany } from './insertMany.ts'
import type { FactorFile, FactorRecord, SeedPorts, UnitConstant } from './SeedPorts.ts'

const GWP_COLUMNS = ['SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6', 'AR6_20']

/** Published data that all tenants read: GWP sets, unit constants, factor sets and every factor. */
export async function seed(trx: Knex.Transaction, ports: SeedPorts): Promise<void> {
  const file = await readFactorFile()
  await insertGwpValues(trx, file)
  await insertMany(
    trx,
    'unit_constants',
    { id: 'text', value: 'double precision', source: 'text' },
    file.unitConstants.flatMap(constantRows),
  )
  await insertMany(
    trx,
    'factor_sets',
    {
      id: 'text',
      publisher: 'text',
      title: 'text',
      edition: 'text',
      year: 'int',
      url: 'text',
      licence: 'text',
      gwp_basis: 'text',
      confidence: 'text',
    },
    Object.entries(file.sources).map(([id, source]) => ({ ...source, id, gwp_basis: source.gwpBasis })),
  )
  const usable = await insertFactors(trx, ports, file)
  ports.report(
    `Reference data: ${file.factors.length.toLocaleString('en')} published factors ` +
      `(${usable.toLocaleString('en')} ready for formulas), ${file.gwp.length} gases`,
  )
}

async function readFactorFile(): Promise<FactorFile> {
  const file: FactorFile = JSON.parse(await readFile(new URL('./data/emission-factors.json', import.meta.url), 'utf8'))
  return file
}

async function insertGwpValues(trx: Knex.Transaction, file: FactorFile): Promise<void> {
  const origin = `${file.gwpSource.repo}, ${file.gwpSource.file} (${file.gwpSource.licence})`
  await insertMany(
    trx,
    'gwp_values',
    { gwp_set: 'text', species: 'text', gwp: 'double precision', source: 'text' },
    file.gwp.flatMap((gas) =>
      GWP_COLUMNS.filter((set) => typeof gas[set] === 'number').map((set) => ({
        gwp_set: set,
        species: gas.species,
        gwp: gas[set],
        source: gas.notes === undefined ? origin : `${origin}. ${gas.notes}`,
      })),
    ),
  )
}

/** One row per number; a constant that is published per kind of fuel becomes one row per kind. */
function constantRows(constant: UnitConstant): { id: string; value: number; source: string }[] {
  const { id, v: value, src: source } = constant
  if (typeof value === 'object') {
    return Object.entries(value).map(([kind, part]) => ({ id: `${id}, ${kind}`, value: part, source }))
  }
  return [{ id, value: typeof value === 'number' ? value : fraction(value), source }]
}

function fraction(text: string): number {
  const [above = Number.NaN, below = 1] = text.split('/').map(Number)
  return above / below
}

async function insertFactors(trx: Knex.Transaction, ports: SeedPorts, file: FactorFile): Promise<number> {
  const normalised = ports.normaliseFactors(file.factors, file.sources)
  const rows = file.factors.map((record) => {
    const found = normalised.get(record.id)
    if (found === undefined) {
      throw new RangeError(`the record ${record.id} was not normalised`)
    }
    const { factor, reason } = found
    return {
      id: record.id,
      factor_set_id: record.src,
      name: record.name,
      path: record.path ?? [],
      unit: factor?.unit ?? null,
      scope: typeof record.scope === 'number' ? record.scope : null,
      year: record.year,
      geography: record.geo,
      table_name: record.table,
      row_ref: rowOf(record),
      gwp_basis: file.sources[record.src]?.gwpBasis ?? null,
      is_core: record.core === true,
      published: record,
      normalised: factor,
      unusable_reason: reason,
      search_text: [record.name, ...(record.path ?? []), record.table, record.geo, record.id].join(' ').toLowerCase(),
    }
  })
  await insertMany(
    trx,
    'factors',
    {
      id: 'text',
      factor_set_id: 'text',
      name: 'text',
      path: 'text[]',
      unit: 'text',
      scope: 'smallint',
      year: 'int',
      geography: 'text',
      table_name: 'text',
      row_ref: 'text',
      gwp_basis: 'text',
      is_core: 'boolean',
      published: 'jsonb',
      normalised: 'jsonb',
      unusable_reason: 'text',
      search_text: 'text',
    },
    rows,
  )
  return rows.filter((row) => row.normalised !== null).length
}

/** Where in the publication's table the record stands: the publisher's row id, the cells, or the NAICS code. */
function rowOf(record: FactorRecord): string {
  return record.rowId ?? record.cell ?? (record.naics === undefined ? record.id : `NAICS ${record.naics}`)
}
