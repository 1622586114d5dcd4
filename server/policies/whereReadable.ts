import type { Knex } from 'knex'
import type { Subject } from '#shared/permissions/roles.ts'
import type { SubjectPlace } from './ability.ts'
import type { Identity } from './Identity.ts'

type PlaceColumns = Partial<Record<keyof SubjectPlace, string>>

/**
 * Narrows a list to what the person may read, by the same rules that decide about a single subject. `columns` says
 * where the table keeps each part of a place; a rule about a part that has no column here lets nothing through.
 */
export function whereReadable<Query extends Knex.QueryBuilder>(
  query: Query,
  identity: Identity,
  kind: Subject,
  columns: PlaceColumns,
): Query {
  const rules = identity.ability.rulesFor('read', kind)
  if (rules.some((rule) => rule.inverted)) {
    throw new Error(`reading ${kind} is forbidden by a rule that lists do not know yet`)
  }
  const places = rules.map((rule) => Object.entries(rule.conditions ?? {}))
  const usable = places.filter((place) => place.every(([part]) => part in columns))
  void query.where((either) => {
    if (usable.length === 0) {
      void either.whereRaw('false')
    }
    for (const place of usable) {
      void either.orWhere((all) => {
        void all.whereRaw('true')
        for (const [part, id] of place) {
          void all.where(columns[part as keyof SubjectPlace]!, String(id))
        }
      })
    }
  })
  return query
}
