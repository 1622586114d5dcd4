import type { Field } from '#shared/fields/field.ts'
import { readsElsewhere } from '#shared/fields/readsElsewhere.ts'
import { inputsOf, inputsOfRule } from '#shared/fields/inputsOf.ts'
import type { Role } from '#shared/permissions/roles.ts'
import type { ScopedGrant } from './Identity.ts'

/** The roles that a person has on a module, by any grant above it. */
export function rolesOn(grants: readonly ScopedGrant[], place: { projectId: string; moduleId: string }): Set<Role> {
  const held = grants.filter(
    ({ scope, scopeId }) =>
      scope === 'tenant' ||
      (scope === 'project' && scopeId === place.projectId) ||
      (scope === 'module' && scopeId === place.moduleId),
  )
  return new Set(held.map((grant) => grant.role))
}

/**
 * The fields that these roles may read: those whose readers include one of them, and of the formulas only those whose
 * inputs, through other formulas too, are all readable. A result would give its inputs away; an administrator may release
 * it all the same, and then it is readable without its formula, which names its inputs. `grants`: what the person has
 * elsewhere, for formulas that read other tables; without them nobody reads those.
 */
export function readableFields(
  fields: readonly Field[],
  roles: ReadonlySet<Role>,
  grants: readonly ScopedGrant[] = [],
): Field[] {
  const readableBy = (isReleased: (field: Field) => boolean) => fieldsReadableBy(fields, { roles, grants, isReleased })
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const computable = new Set(readableBy(() => false))
  return readableBy(({ released }) => released === true)
    .map((field) => (computable.has(field) ? field : { ...field, formula: null }))
    .map((field) =>
      inputsOfRule(field, byKey).every((input) => computable.has(input)) ? field : withoutCondition(field),
    )
}

/** A condition that reads a hidden field would tell of it by its text and by its marks. */
function withoutCondition(field: Field): Field {
  const { formula: _formula, message: _message, ...rules } = field.rules ?? {}
  return { ...field, rules: Object.keys(rules).length === 0 ? null : rules }
}

interface Reading {
  roles: ReadonlySet<Role>
  grants: readonly ScopedGrant[]
  isReleased: (field: Field) => boolean
}

function fieldsReadableBy(fields: readonly Field[], { roles, grants, isReleased }: Reading): readonly Field[] {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const known = new Map<string, boolean>()
  const mayRead = (field: Field): boolean => {
    const answer = known.get(field.key)
    if (answer !== undefined) {
      return answer
    }
    // A ring of formulas has no result to give away; its members stand by their own readers.
    known.set(field.key, names(field.readers, roles))
    const isComputable = (): boolean => inputsOf(field, byKey).every(mayRead) && mayReadElsewhere(field, grants)
    const readable = names(field.readers, roles) && (isReleased(field) || isComputable())
    known.set(field.key, readable)
    return readable
  }
  return fields.filter(mayRead)
}

/** Of a formula that names another table without telling which of its fields, nobody knows who may read it. */
function mayReadElsewhere(field: Field, grants: readonly ScopedGrant[]): boolean {
  if (!field.gathers) {
    return !readsElsewhere(field)
  }
  return (
    field.gathers.stale !== true &&
    field.gathers.inputs.every(({ project, module, readers }) => {
      const roles = rolesOn(grants, { projectId: project, moduleId: module })
      return roles.size > 0 && names(readers, roles)
    })
  )
}

/**
 * Whether these roles may write the cells of a field in a row that they may read. Writers that are named may, also those
 * whose role writes no rows (an auditor's mark); without names, whoever may update the row. Formulas are never written.
 */
export function isWritableField(field: Field, roles: ReadonlySet<Role>, mayUpdateRow: boolean): boolean {
  const mayWrite = field.writers === null ? mayUpdateRow : names(field.writers, roles)
  return field.type !== 'formula' && names(field.readers, roles) && mayWrite
}

/** Null means: whoever may read or write the row. */
function names(allowed: readonly string[] | null, roles: ReadonlySet<Role>): boolean {
  return allowed === null || [...roles].some((role) => allowed.includes(role))
}
