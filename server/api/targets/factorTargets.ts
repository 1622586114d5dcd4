import type { Knex } from 'knex'
import { nameKey, type Target } from '#shared/fields/target.ts'
import { type FactorRow, presentFactor } from '#server/presenters/presentFactor.ts'
import { factorRows } from '../factors/factorRows.ts'
import { fittingUnits } from '../factors/fittingUnits.ts'
import { FOR_INVENTORIES, withWords } from '../factors/narrowFactors.ts'
import { RANKED, rankFactors } from '../factors/rankFactors.ts'
import { byName, type NamedThing, type TargetSource } from './TargetSource.ts'

/** What a factor is called in a cell. */
const labelOf = ({ name, year }: Pick<FactorRow, 'name' | 'year'>): string => `${name} ${year}`

/**
 * Of sets that were brought the newest approved version; of single custom factors too, and only where it is valid at some time of
 * the year.
 */
const CURRENT = `(f.status = 'published'
  OR f.id LIKE 'set.%' AND NOT jsonb_exists_any(f.published, ARRAY['supersededBy', 'withdrawn'])
  OR NOT jsonb_exists(f.published, 'supersededBy') AND EXISTS (
  SELECT FROM custom_factors c WHERE c.tenant_id = current_tenant() AND c.id = f.id
    AND coalesce(c.valid_from <= make_date(:factorYear, 12, 31), true)
    AND coalesce(c.valid_to >= make_date(:factorYear, 1, 1), true)))`

/**
 * The factors that can be computed with, of a field with a unit those per a unit that converts to it, in the order
 * of the library, those of the cycle's year first among equals. What is not for the scopes of an inventory is named when it
 * stands in a cell, and never offered.
 */
export function factorTargets(trx: Knex.Transaction, factorYear: number, unit: string | null): TargetSource {
  const offered = (units: readonly string[] | null): Knex.QueryBuilder => {
    const rows = factorRows(trx).whereRaw(FOR_INVENTORIES).whereRaw(CURRENT, { factorYear })
    return units === null ? rows : rows.whereIn('f.unit', units)
  }
  const thing = (row: FactorRow) => ({
    id: row.id,
    label: labelOf(row),
    ...(unit !== null && row.normalised !== null && { factor: row.normalised }),
  })
  return {
    async search(words, limit) {
      const rows = offered(await fittingUnits(trx, unit))
      withWords(rows, words)
      const ranked = rankFactors(trx, rows, { search: words.join(' '), nearYear: factorYear })
      const found: FactorRow[] = await ranked.orderByRaw(RANKED.join(', ')).limit(limit)
      return found.map((row) => ({
        id: row.id,
        label: labelOf(row),
        detail: [row.publisher, row.geography].join(' · '),
        factor: presentFactor(row),
      }))
    },
    async lookup(values) {
      const byId: FactorRow[] = await factorRows(trx).whereIn('f.id', values)
      const found = new Map(byId.map((row): [string, Target] => [row.id, { state: 'here', ...thing(row) }]))
      const texts = values.filter((value) => !found.has(value))
      const keys = [...new Set(texts.map(nameKey))]
      const units = keys.length === 0 ? [] : await fittingUnits(trx, unit)
      const named: FactorRow[] =
        keys.length === 0
          ? []
          : await offered(units).whereRaw(`(lower(f.name) = ANY (?) OR lower(f.name || ' ' || f.year) = ANY (?))`, [
              keys,
              keys,
            ])
      return new Map([...found, ...byName(texts, named.map(thing), namesOf(named, factorYear), nameKey)])
    },
  }
}

/** A factor's name without a year means that of the cycle's year, where there is one. */
function namesOf(rows: readonly FactorRow[], factorYear: number): (thing: NamedThing) => string[] {
  const ofYear = new Set(rows.filter(({ year }) => year === factorYear).map(({ name }) => nameKey(name)))
  const bare = new Map(
    rows.filter(({ name, year }) => year === factorYear || !ofYear.has(nameKey(name))).map((row) => [row.id, row.name]),
  )
  return ({ id, label }) => [label, bare.get(id) ?? ''].map(nameKey)
}
