import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Module } from '../models/Module.ts'
import { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import { isSameText } from './fieldNames.ts'
import { recordAudit } from './recordAudit.ts'

/** Modules stand in a project, tables in a module: each under a name of its own, in an order. */
export interface Arranged {
  kind: 'module' | 'table'
  one: Module | SheetTable
}

/** Those beside it, in order; what comes and goes among them takes turns from here on. */
export async function lockModules(trx: Knex.Transaction, projectId: string): Promise<Module[]> {
  await trx('projects').where({ id: projectId }).forNoKeyUpdate().first('id')
  return Module.query(trx).where({ project_id: projectId }).whereNull('deleted_at').orderBy(['position', 'id'])
}

export async function lockTables(trx: Knex.Transaction, moduleId: string): Promise<SheetTable[]> {
  await trx('modules').where({ id: moduleId }).forNoKeyUpdate().first('id')
  return SheetTable.query(trx).where({ module_id: moduleId }).whereNull('deleted_at').orderBy(['position', 'id'])
}

/** People tell modules and tables by their names. */
export const nameProblems = (
  name: string,
  others: readonly { name: string }[],
  kind: Arranged['kind'],
): ProblemDetail[] =>
  others.some((other) => isSameText(other.name, name))
    ? [
        {
          path: 'name',
          code: 'taken',
          message: `There is a ${kind} “${name}” here already. Give this one another name.`,
        },
      ]
    : []

/** Another name or description. Throws ValidationError. */
export async function rename(
  trx: Knex.Transaction,
  identity: Identity,
  { kind, one }: Arranged,
  { siblings, names, origin }: { siblings: readonly { id: string; name: string }[]; names: Names; origin: string },
): Promise<void> {
  const { name = one.name, description = one.description } = names
  const problems = nameProblems(
    name,
    siblings.filter(({ id }) => id !== one.id),
    kind,
  )
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (name === one.name && description === one.description) {
    return
  }
  await trx(`${kind}s`).where({ id: one.id }).update({ name, description, updated_at: trx.fn.now() })
  await recordArranged(
    trx,
    identity,
    { kind, one },
    {
      action: `${kind}.rename`,
      before: { name: one.name, description: one.description },
      after: { name, description },
      origin,
    },
  )
}

interface Names {
  name?: string | undefined
  description?: string | undefined
}

/** Puts it behind another one, or (null) before all. Throws ValidationError. */
export async function place(
  trx: Knex.Transaction,
  identity: Identity,
  { kind, one }: Arranged,
  {
    siblings,
    behind,
    origin,
  }: { siblings: readonly { id: string; position: number }[]; behind: string | null; origin: string },
): Promise<void> {
  const others = siblings.filter(({ id }) => id !== one.id)
  const before = siblings.findIndex(({ id }) => id === one.id)
  const at = behind === null ? 0 : others.findIndex(({ id }) => id === behind) + 1
  if (behind !== null && at === 0) {
    const message = `There is no such ${kind} here, besides the one that is to be put behind it.`
    throw new ValidationError([{ path: 'behind', code: 'not-found', message }])
  }
  if (at === before) {
    return
  }
  const ordered = [...others.slice(0, at), siblings[before]!, ...others.slice(at)]
  for (const [position, { id }] of ordered.entries()) {
    await trx(`${kind}s`).where({ id }).update({ position })
  }
  await recordArranged(
    trx,
    identity,
    { kind, one },
    {
      action: `${kind}.place`,
      before: { place: before + 1 },
      after: { place: at + 1 },
      origin,
    },
  )
}

interface Recorded {
  action: string
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  origin: string
}

export async function recordArranged(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { kind, one }: Arranged,
  recorded: Recorded,
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  await recordAudit(trx, { ...by, subjectKind: kind, subjectId: one.id, ...recorded })
}
