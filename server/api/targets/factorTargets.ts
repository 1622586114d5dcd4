import type { Knex } from 'knex'
import { nameKey, type Target } from '#shared/fields/target.ts'
import { type FactorRow, presentFactor } from '#server/presenters/presentFactor.ts'
import { factorRows } from '../factors/factorRows.ts'
import { anywhere, byName, type TargetSource } from './TargetSource.ts'

/** What a factor is called in a cell. */
const labelOf = ({ name, year }: Pick<FactorRow, 'name' | 'year'>): string => `${name} ${year}`

/** Everything that a factor is searched by. */
const SEARCHED = `(f.search_text || ' ' || f.year || ' ' || lower(coalesce(f.unit, '')) || ' ' || lower(s.publisher))`

/**
 * The published factors that can be computed with: those whose name begins with the words first, then those that have
 * them in their name, those of the cycle's year, and the newest; short names before long ones.
 */
export function factorTargets(trx: Knex.Transaction, factorYear: number): TargetSource {
  return {
    async search(words, limit) {
      const asked = words.filter((word) => !/^\d{4}$/.test(word)).join(' ')
      const rows = factorRows(trx)
        .whereNotNull('f.normalised')
        .orderByRaw(
          `(lower(f.name) = ?) DESC, (lower(f.name) LIKE ?) DESC, (lower(f.name) LIKE ?) DESC, (f.year = ?) DESC, f.year DESC, length(f.name), f.name, f.id`,
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
      const found = new Map(
        byId.map((row): [string, Target] => [row.id, { state: 'here', id: row.id, label: labelOf(row) }]),
      )
      const texts = values.filter((value) => !found.has(value))
      const keys = [...new Set(texts.map(nameKey))]
      const named: FactorRow[] =
        keys.length === 0
          ? []
          : await factorRows(trx)
              .whereNotNull('f.normalised')
              .whereRaw(`(lower(f.name) = ANY (?) OR lower(f.name || ' ' || f.year) = ANY (?))`, [keys, keys])
      const nameOf = new Map(named.map(({ id, name }) => [id, nameKey(name)]))
      const things = named.map((row) => ({ id: row.id, label: labelOf(row) }))
      const keysOf = ({ id, label }: { id: string; label: string }): string[] => [nameKey(label), nameOf.get(id) ?? '']
      return new Map([...found, ...byName(texts, things, keysOf, nameKey)])
    },
  }
}
