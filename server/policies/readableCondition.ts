import type { Subject } from '#shared/permissions/roles.ts'
import type { SubjectPlace } from './ability.ts'
import type { Identity } from './Identity.ts'

/**
 * What the person may read of a kind, as a condition for `whereRaw`: by the same rules that decide about a single
 * subject. `columns` says where the table keeps each part of a place; a rule about a part that has no column here lets
 * nothing through.
 */
export function readableCondition(
  identity: Identity,
  kind: Subject,
  columns: Partial<Record<keyof SubjectPlace, string>>,
): [sql: string, bindings: string[]] {
  const rules = identity.ability.rulesFor('read', kind)
  if (rules.some((rule) => rule.inverted)) {
    throw new Error(`reading ${kind} is forbidden by a rule that lists do not know yet`)
  }
  const columnOf = new Map(Object.entries(columns))
  const bindings: string[] = []
  const alternatives = rules.flatMap((rule) => {
    const place = Object.entries(rule.conditions ?? {})
    if (!place.every(([part]) => columnOf.has(part))) {
      return []
    }
    bindings.push(...place.map(([, id]) => String(id)))
    return [place.map(([part]) => `${columnOf.get(part)} = ?`).join(' AND ') || 'true']
  })
  return [alternatives.length === 0 ? 'false' : `(${alternatives.join(' OR ')})`, bindings]
}
