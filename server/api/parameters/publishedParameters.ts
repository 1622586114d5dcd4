import type { Knex } from 'knex'
import type { Page } from '#shared/api/pagination.ts'
import type { PublishedParameterReply, PublishedParametersQuery } from '#shared/api/parameters.ts'
import { keysetPage } from '../routing/keyset.ts'

/**
 * How publishers write the units of heating values. US EPA GHG Emission Factors Hub, Table 1 (heat content, higher heating
 * value); IPCC 2006 Guidelines, volume 2, table 1.2 (net calorific value; TJ/Gg are MJ/kg).
 */
const UNITS: Readonly<Record<string, string>> = {
  'mmBtu/short ton': 'mmBtu(HHV)/short_ton',
  'mmBtu/scf': 'mmBtu(HHV)/scf',
  'mmBtu/US gallon': 'mmBtu(HHV)/gal(US)',
  'TJ/Gg (= MJ/kg)': 'MJ(LHV)/kg',
}

/** Heating values that are published with bundled factors, by name. They become parameters only when somebody keeps one. */
export async function publishedParameters(
  trx: Knex.Transaction,
  query: PublishedParametersQuery,
): Promise<Page<PublishedParameterReply>> {
  const rows = trx
    .from(
      trx('factors as f')
        .join('factor_sets as s', 's.id', 'f.factor_set_id')
        .whereRaw(`coalesce(f.published -> 'hhv', f.published -> 'ncv') ->> 'u' = ANY (?)`, [Object.keys(UNITS)])
        .whereRaw(`f.published ->> 'supersededBy' IS NULL`)
        .select('f.id', 'f.name', 'f.year', 'f.table_name', 'f.row_ref', 's.publisher', 's.title', 's.edition', 's.url')
        .select(trx.raw(`coalesce(f.published -> 'hhv', f.published -> 'ncv') AS heat`))
        .as('p'),
    )
    .select<PublishedRow[]>('*')
  for (const word of (query.search ?? '').split(/\s+/).filter((one) => one !== '')) {
    void rows.whereRaw('name ILIKE ?', [`%${word.replaceAll(/[%_\\]/g, '\\$&')}%`])
  }
  const page = await keysetPage<PublishedRow>(
    rows,
    { columns: ['name', 'id'], keyOf: ({ name, id }) => [name, id] },
    query,
  )
  return { ...page, data: page.data.map(present) }
}

function present({ id, name, year, heat, publisher, title, edition, table_name, row_ref, url }: PublishedRow) {
  const unit = UNITS[heat.u]!
  return {
    factor_id: id,
    name: `${name}, ${unit.includes('HHV') ? 'higher' : 'lower'} heating value`,
    kind: 'heating_value' as const,
    unit,
    year,
    value: heat.v,
    source: `${publisher}, ${title}, ${edition}, ${table_name}, ${row_ref}`,
    source_url: url ?? '',
  }
}

interface PublishedRow {
  id: string
  name: string
  year: number
  table_name: string
  row_ref: string
  publisher: string
  title: string
  edition: string
  url: string | null
  /** As published. */
  heat: { v: number; u: string }
}
