import type { Knex } from 'knex'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { factorsInCells } from '../emissions/factorsInCells.ts'
import { factorsAsIn, factorsById } from '../emissions/factorsOf.ts'
import type { Identity } from '../policies/Identity.ts'
import { amountsOf, type WhatIfSheet, whatIfSheets } from './whatIfSheets.ts'

/** What of the cycle can be thought otherwise: the factors that its rows use, and the columns that amounts are entered in. */
export async function whatIfChoices(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
): Promise<WhatIfChoices> {
  const { cycle, sheets, siteNames } = await whatIfSheets(trx, identity, cycleId)
  const factorsAs = factorsAsIn(cycle)
  const used = new Map<string, EmissionFactor>()
  for (const sheet of sheets) {
    const chosen = await factorsOfChoices(trx, sheet, cycleId, cycle.factorYear)
    for (const [id, factor] of await factorsById(trx, chosen, factorsAs)) {
      used.set(id, factor)
    }
    for (const factor of await factorsInCells(trx, { tableId: sheet.id, cycleId, factorsAs }, sheet.readable)) {
      used.set(factor.id, factor)
    }
  }
  const seesSites = sheets.some(({ readable }) => readable.some(({ role }) => role === 'site'))
  return {
    factors: [...used.values()]
      .map(({ id, name, publisher, edition, year, geography, unit }) => ({
        id,
        name,
        publisher,
        edition,
        year,
        geography,
        unit,
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)),
    activities: sheets.flatMap((sheet) =>
      amountsOf(sheet).map(({ key, name, unit }) => ({
        table_id: sheet.id,
        table_name: sheet.name,
        module_name: sheet.moduleName,
        field: key,
        name,
        unit,
      })),
    ),
    sites: seesSites ? Array.from(siteNames, ([id, name]) => ({ id, name })) : [],
  }
}

/** Ids of the factors that the choices in the rows stand for in the cycle's year. */
async function factorsOfChoices(
  trx: Knex.Transaction,
  { id: tableId, readable }: WhatIfSheet,
  cycleId: string,
  year: number,
): Promise<string[]> {
  const ids: string[] = []
  for (const { ordinal, options } of readable) {
    const byOption = new Map(options.flatMap(({ id, factors }) => (factors?.[year] ? [[id, factors[year]]] : [])))
    if (byOption.size > 0) {
      const chosen: { option: string }[] = await trx('rows')
        .where({ table_id: tableId, cycle_id: cycleId, deleted: false })
        .whereRaw('rows.values ->> ? = ANY (?)', [String(ordinal), [...byOption.keys()]])
        .select(trx.raw('DISTINCT rows.values ->> ? AS option', [String(ordinal)]))
      ids.push(...chosen.flatMap(({ option }) => byOption.get(option) ?? []))
    }
  }
  return ids
}
