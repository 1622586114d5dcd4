import type { Knex } from 'knex'
import { nameKey, type Target } from '#shared/fields/target.ts'
import { type FactorRow, presentFactor } from '#server/presenters/presentFactor.ts'
import { factorRows } from '../factors/factorRows.ts'
import { fittingUnits } from '../factors/fittingUnits.ts'
import { anywhere, byName, type NamedThing, type TargetSource } from './TargetSource.ts'

/** What a factor is called in a cell. */
const labelOf = ({ name, year }: Pick<FactorRow, 'name' | 'year'>): string => `${name} ${year}`

/** Everything that a factor is searched by. */
const SEARCHED = `(f.search_text || ' ' || f.year || ' ' || lower(coalesce(f.unit, '')) || ' ' || lower(s.publisher))`

/** Factors that are not for inventories are named when they stand in a cell, and never offered. */
const FOR_INVENTORIES = `f.normalised IS NOT NULL AND NOT jsonb_exists(f.normalised, 'avoidedOnly')`

/** A publisher's later correction of the same figures stands beside them. */
const IS_SUPERSEDED = `jsonb_exists(f.published, 'supersededBy')`

/**
 * The published factors that can be computed with, of a field with a unit those per a unit that converts to it: those whose
 * name begins with the words first, then those that have them in their name, those of the cycle's year, and the newest; what
 * its publisher corrected later comes last; short names before long ones.
 */
export function factorTargets(trx: Knex.Transaction, factorYear: number, unit: string | null): TargetSource {
  const offered = (units: readonly string[] | null): Knex.QueryBuilder => {
    const rows = factorRows(trx).whereRaw(FOR_INVENTORIES)
    return units === null ? rows : rows.whereIn('f.unit', units)
  }
  const thing = (row: FactorRow) => ({
    id: row.id,
    label: labelOf(row),
    ...(unit !== null && row.normalised !== null && { factor: row.normalised }),
  })
  return {
    async search(words, limit) {
      const asked = words.join(' ')
      const rows = offered(await fittingUnits(trx, unit))
        .orderByRaw(
          `(lower(f.name) = ?) DESC, (lower(f.name) LIKE ?) DESC, (lower(f.name) LIKE ?) DESC, ${IS_SUPERSEDED}, (f.year = ?) DESC, f.year DESC, length(f.name), f.name, f.id`,
          [asked, anywhere(asked).slice(1), anywhere(asked), factorYear],
        )
        .limit(limit)
      for (const word of words) {
        void rows.whereRaw(`${SEARCHED} LIKE ?`, anywhere(word))
      }
      const found: FactorRow[] = await rows
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
