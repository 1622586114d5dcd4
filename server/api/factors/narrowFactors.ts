import type { Knex } from 'knex'
import type { FacetsQuery } from '#shared/api/factors.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { anywhere } from '#server/storage/database/anywhere.ts'

/** Everything that a factor is searched by. */
const SEARCHED = `(f.search_text || ' ' || f.year || ' ' || lower(coalesce(f.unit, '')) || ' ' || lower(f.publisher))`

/** `FactorBasis` of a factor; null when formulas cannot use it. */
export const BASIS = `CASE
  WHEN f.normalised IS NULL THEN NULL
  WHEN f.normalised ->> 'co2eOnlyKg' IS NULL THEN 'gases'
  ELSE coalesce(f.normalised ->> 'co2eOnlyGwp', 'unstated') END`

/** Formulas may compute with it: it has kilograms per unit that belong in the scopes of an inventory, or says which do, and is approved. */
export const FOR_INVENTORIES = `f.normalised IS NOT NULL
  AND NOT jsonb_exists_any(f.normalised, ARRAY['avoidedOnly', 'marketOnly', 'approval'])
  AND (NOT jsonb_exists(f.normalised, 'outsideScopes') OR jsonb_exists(f.normalised, 'memo'))`

/** Leaves the factors that have every word, or are per the unit that a word is: "diesel litres" are those per L. */
export function withWords(rows: Knex.QueryBuilder, words: readonly string[]): void {
  for (const word of words) {
    const unit = parseUnit(word)
    void rows.where((either) => {
      void either.whereRaw(`${SEARCHED} LIKE ?`, anywhere(word.toLowerCase()))
      if (unit.ok) {
        void either.orWhere('f.unit', formatUnit(unit.value))
      }
    })
  }
}

export const wordsOf = (text: string | undefined): string[] => text?.split(/\s+/).filter(Boolean) ?? []

/** Leaves what the search and all filters of the query leave. */
export function narrowFactors(rows: Knex.QueryBuilder, query: FacetsQuery): Knex.QueryBuilder {
  const equals = {
    'f.publisher': query['filter[publisher]'],
    'f.year': query['filter[year]'],
    'f.unit': query['filter[unit]'],
  }
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) {
      void rows.where(column, value)
    }
  }
  const choices = {
    'f.set_id': query['filter[factor_set]'],
    'f.scope': query['filter[scope]'],
    'f.geography': query['filter[geography]'],
    'f.status': query['filter[status]'],
  }
  for (const [column, values] of Object.entries(choices)) {
    if (values !== undefined) {
      void rows.whereIn(column, values)
    }
  }
  if (query['filter[basis]'] !== undefined) {
    void rows.whereRaw(`${BASIS} = ANY (?)`, [query['filter[basis]']])
  }
  if (query['filter[usable]'] !== undefined) {
    void rows.whereRaw(`f.normalised IS ${query['filter[usable]'] === 'true' ? 'NOT ' : ''}NULL`)
  }
  withWords(rows, wordsOf(query.search))
  return rows
}
