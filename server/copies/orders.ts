/** What people ask to be copied, as plans. Loaded with the first of them: the parser of formulas is large. */
import type { Knex } from 'knex'
import type { CopyNote, ModuleCopyBody, TableCopyBody } from '#shared/api/copies.ts'
import { loadDesignedModule, loadDesignedProject, loadModule } from '../api/modules/loadModule.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { lockModules, lockTables, nameProblems } from '../commands/arrange.ts'
import { classifyModule } from '../commands/classifyModule.ts'
import { createModule } from '../commands/createModule.ts'
import type { Module } from '../models/Module.ts'
import type { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import { loadModuleSources, loadTableSource } from './CopySource.ts'
import { planCopies, type CopyPlan } from './planCopies.ts'
import { expectRight, writeCopies } from './writeCopies.ts'

export { presentPreview } from './planCopies.ts'
export { writeCopies } from './writeCopies.ts'

/** Rows and their notes are copied from where everything is that was journaled before. */
export async function untilDerived(
  collaboration: Collaboration,
  { tenantId }: Identity,
  rows: TableCopyBody['rows'],
): Promise<void> {
  if (rows !== null) {
    await collaboration.waitUntilProjected(tenantId, { cycleId: rows.from_cycle_id })
    await collaboration.waitUntilProjected(tenantId, { cycleId: rows.to_cycle_id })
    await collaboration.waitUntilNotesProjected(tenantId, { cycleId: rows.from_cycle_id })
  }
}

/** Throws NotFoundError, PermissionError, LockedError. */
export async function planTableCopy(
  trx: Knex.Transaction,
  identity: Identity,
  { tableId, body }: { tableId: string; body: TableCopyBody },
): Promise<CopyPlan> {
  const source = await loadTableSource(trx, identity, tableId)
  const into = await loadDesignedModule(trx, identity, body.module_id)
  const plan = await planCopies(trx, identity, {
    sources: [source],
    into: { projectId: into.projectId, moduleId: into.id },
    nameOf: () => body.name,
    leaveOut: body.leave_out,
    rows: body.rows,
  })
  const names = nameProblems(body.name, await lockTables(trx, into.id), 'table')
  return { ...plan, problems: [...names.map((problem) => ({ ...problem, field_id: null })), ...plan.problems] }
}

interface ModuleOrder {
  moduleId: string
  body: ModuleCopyBody
}

/** `module`: of which the copy is made. */
export async function planModuleCopy(
  trx: Knex.Transaction,
  identity: Identity,
  { moduleId, body }: ModuleOrder,
  /** The module of the copy, when it is there. */
  copyId: string = crypto.randomUUID(),
): Promise<{ plan: CopyPlan; module: Module }> {
  const module = await loadModule(trx, identity, moduleId)
  const { id: projectId } = await loadDesignedProject(trx, identity, body.project_id)
  const plan = await planCopies(trx, identity, {
    sources: await loadModuleSources(trx, identity, module),
    into: { projectId, moduleId: copyId },
    nameOf: ({ table }) => table.name,
    leaveOut: body.leave_out,
    rows: body.rows,
  })
  const others = (await lockModules(trx, projectId)).filter(({ id }) => id !== copyId)
  const names = nameProblems(body.name, others, 'module')
  return {
    module,
    plan: { ...plan, problems: [...names.map((one) => ({ ...one, field_id: null })), ...plan.problems] },
  }
}

export interface CopiedModule {
  module: Module
  tables: SheetTable[]
  rows: number
  notes: CopyNote[]
}

export async function copyModule(
  trx: Knex.Transaction,
  identity: Identity,
  { origin, ...order }: ModuleOrder & { origin: string },
): Promise<CopiedModule> {
  const id = crypto.randomUUID()
  const { plan, module } = await planModuleCopy(trx, identity, order, id)
  const { name, project_id: projectId } = order.body
  const body = { name, description: module.description, scope: module.scope, s3_category: module.s3Category }
  const from = { copied_from: module.id }
  expectRight(plan)
  const made = await createModule(trx, identity, { id, projectId, body, from, origin })
  await classifyModule(trx, identity, made, { isoCategory: module.isoCategory, origin })
  return { module: made, ...(await writeCopies(trx, identity, plan, origin)), notes: plan.notes }
}
