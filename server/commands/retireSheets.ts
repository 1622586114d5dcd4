import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Module } from '../models/Module.ts'
import { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import { nameProblems, recordArranged, type Arranged } from './arrange.ts'
import { bumpEpochs } from './bumpEpochs.ts'

/**
 * Takes a table, or a module with its tables, out of its project in all cycles. Rows, files and history stay, and come back
 * with it. What a locked cycle counts stays where it is. Connected people are told by the caller, after the commit. Throws
 * ValidationError.
 */
export async function retireSheets(
  trx: Knex.Transaction,
  identity: Identity,
  retired: Arranged,
  origin: string,
): Promise<readonly string[]> {
  const tableIds = await tablesOf(trx, retired)
  const problems = [
    ...(await lockedRows(trx, tableIds)),
    ...(await references(trx, tableIds)),
    ...(await formulas(trx, tableIds)),
  ]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  await setRetired(trx, identity, retired, { isRetired: true, origin })
  await bumpEpochs(trx, identity.tenantId, (documents) => documents.whereIn('d.table_id', tableIds))
  return tableIds
}

/** The contrary. Its name may be taken by now. Throws ValidationError. */
export async function bringSheetsBack(
  trx: Knex.Transaction,
  identity: Identity,
  retired: Arranged,
  { siblings, origin }: { siblings: readonly { name: string; key: string }[]; origin: string },
): Promise<void> {
  const { kind, one } = retired
  const problems = nameProblems(one.name, siblings, kind)
  if (problems.length === 0 && siblings.some(({ key }) => key === one.key)) {
    const message = `Another ${kind} has the key “${one.key}” now. Retire that one first.`
    problems.push({ path: 'key', code: 'taken', message })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  await setRetired(trx, identity, retired, { isRetired: false, origin })
}

async function tablesOf(trx: Knex.Transaction, { kind, one }: Arranged): Promise<string[]> {
  const tables = await SheetTable.query(trx)
    .where(kind === 'table' ? { id: one.id } : { module_id: one.id })
    .whereNull('deleted_at')
  return tables.map(({ id }) => id)
}

async function setRetired(
  trx: Knex.Transaction,
  identity: Identity,
  retired: Arranged,
  { isRetired, origin }: { isRetired: boolean; origin: string },
): Promise<void> {
  const { kind, one } = retired
  const model = kind === 'module' ? Module : SheetTable
  const deletedAt = isRetired ? trx.fn.now() : null
  await trx(model.tableName).where({ id: one.id }).update({ deleted_at: deletedAt, updated_at: trx.fn.now() })
  await recordArranged(trx, identity, retired, {
    action: `${kind}.${isRetired ? 'retire' : 'restore'}`,
    before: { retired: !isRetired },
    after: { retired: isRetired },
    origin,
  })
}

/** A locked cycle never changes: what it counts cannot go. */
async function lockedRows(trx: Knex.Transaction, tableIds: readonly string[]): Promise<ProblemDetail[]> {
  const found: { table: string; cycle: string }[] = await trx('rows as r')
    .join('cycles as c', { 'c.tenant_id': 'r.tenant_id', 'c.id': 'r.cycle_id' })
    .join('tables as t', { 't.tenant_id': 'r.tenant_id', 't.id': 'r.table_id' })
    .whereIn('r.table_id', tableIds)
    .where({ 'r.deleted': false, 'c.status': 'locked' })
    .whereNull('c.deleted_at')
    .distinct('t.name as table', 'c.name as cycle')
    .orderBy(['table', 'cycle'])
  return found.map(({ table, cycle }) => ({
    path: '',
    code: 'locked',
    message: `“${table}” has rows in ${cycle}, which is locked: its numbers are final. It has to stay.`,
  }))
}

/** References from elsewhere would point at nothing. */
async function references(trx: Knex.Transaction, tableIds: readonly string[]): Promise<ProblemDetail[]> {
  const found: { name: string }[] = await trx('fields as f')
    .join('tables as t', { 't.tenant_id': 'f.tenant_id', 't.id': 'f.table_id' })
    .join('tables as target', { 'target.tenant_id': 'f.tenant_id', 'target.id': 'f.target_table_id' })
    .whereIn('f.target_table_id', tableIds)
    .whereNotIn('f.table_id', tableIds)
    .whereNull('f.deleted_at')
    .whereNull('t.deleted_at')
    .distinct('target.name')
  return found.map(({ name }) => ({
    path: '',
    code: 'in-use',
    message: `A column of another table points at rows of “${name}”. Retire that column first.`,
  }))
}

/** Formulas elsewhere would have nothing to read. */
async function formulas(trx: Knex.Transaction, tableIds: readonly string[]): Promise<ProblemDetail[]> {
  const found: { name: string }[] = await trx('fields as f')
    .join('tables as t', { 't.tenant_id': 'f.tenant_id', 't.id': 'f.table_id' })
    .whereNotIn('f.table_id', tableIds)
    .whereNull('f.deleted_at')
    .whereNull('t.deleted_at')
    .whereRaw(`jsonb_exists_any(f.gathers -> 'tables', ?)`, [[...tableIds]])
    .distinct('t.name as name')
  return found.map(({ name }) => ({
    path: '',
    code: 'in-use',
    message: `A formula of “${name}” reads its rows. Change that first.`,
  }))
}
