import type { Knex } from 'knex'
import { monthsBetween } from '#shared/cycles/monthShift.ts'
import type { CopyNote, CopyPreviewReply, CopyProblem } from '#shared/api/copies.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { Cycle } from '../models/Cycle.ts'
import { authorize, may } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { loadFields } from '../policies/sheetAccess.ts'
import { Module } from '../models/Module.ts'
import { SheetTable } from '../models/SheetTable.ts'
import type { CopiedFiles, CycleChange } from './CopiedCells.ts'
import { copiedRows, MOST_COPIED_ROWS, type CopiedRows } from './copiedRows.ts'
import type { CopySource } from './CopySource.ts'
import { draftCopies, type CopyAim, type DraftedCopy } from './draftCopies.ts'
import { formulaProblems } from './formulaProblems.ts'

/** What is asked for. */
export interface CopyOrder {
  sources: readonly CopySource[]
  /** Where the copies will be. */
  into: { projectId: string; moduleId: string }
  nameOf: CopyAim['nameOf']
  leaveOut: readonly string[]
  rows: { from_cycle_id: string; to_cycle_id: string } | null
}

/** What will be done, and what there is to be said about it. */
export interface CopyPlan {
  copies: readonly DraftedCopy[]
  sheets: readonly CopiedRows[]
  files: CopiedFiles
  toCycleId: string | null
  months: number
  problems: CopyProblem[]
  notes: CopyNote[]
}

/** Everything of a copy but the writing, so a preview says what the copy then does. Throws NotFoundError and LockedError. */
export async function planCopies(trx: Knex.Transaction, identity: Identity, order: CopyOrder): Promise<CopyPlan> {
  const { sources, into, nameOf } = order
  const cycles = order.rows === null ? null : await loadCycles(trx, identity, order, order.rows)
  const leaveOut = new Set(order.leaveOut)
  const reachable = await reachableFields(trx, identity, sources, into.projectId)
  const mayPointAt = (_tableId: string, fieldId: string): boolean => reachable.has(fieldId)
  const { copies, problems, notes } = draftCopies(sources, { ...into, nameOf, leaveOut, mayPointAt })
  for (const copy of copies) {
    problems.push(...(await newFormulaProblems(trx, copy, into.projectId)))
  }
  const plan: CopyPlan = {
    copies,
    sheets: [],
    files: new Map(),
    toCycleId: cycles?.to.id ?? null,
    months: cycles === null ? 0 : monthsBetween(cycles.from.startsOn, cycles.to.startsOn),
    problems,
    notes,
  }
  return cycles === null ? plan : withRows(trx, identity, plan, cycles)
}

export function presentPreview({ copies, sheets, months, problems, notes }: CopyPlan): CopyPreviewReply {
  const tables = copies.map((copy) => {
    const sheet = sheets.find((one) => one.copy === copy)
    return {
      table_id: copy.source.table.id,
      name: copy.draft.name,
      fields: copy.draft.fields.length,
      rows: sheet?.rows.length ?? 0,
      row_notes: sheet?.rowNotes.length ?? 0,
    }
  })
  return { tables, months, problems, notes }
}

interface Cycles {
  from: Cycle
  to: Cycle
}

async function loadCycles(
  trx: Knex.Transaction,
  identity: Identity,
  { sources, into }: CopyOrder,
  asked: NonNullable<CopyOrder['rows']>,
): Promise<Cycles> {
  const { tenantId } = identity
  const load = async (id: string, projectId: string | undefined): Promise<Cycle> => {
    const cycle = await Cycle.query(trx).findById(id).whereNull('deleted_at').forShare()
    if (
      cycle === undefined ||
      cycle.projectId !== projectId ||
      !may(identity, 'read', 'Cycle', { tenantId, projectId })
    ) {
      throw new NotFoundError('cycle')
    }
    return cycle
  }
  const from = await load(asked.from_cycle_id, sources[0]?.place.projectId ?? into.projectId)
  const to = await load(asked.to_cycle_id, into.projectId)
  for (const { place } of sources) {
    authorize(identity, 'read', 'Row', { tenantId, ...place, cycleStatus: from.status })
  }
  authorize(identity, 'create', 'Row', { tenantId, ...into, cycleStatus: to.status })
  return { from, to }
}

/** The fields that references outside of the copy may show: of tables of the same project, as far as the copier reads them. */
async function reachableFields(
  trx: Knex.Transaction,
  identity: Identity,
  sources: readonly CopySource[],
  projectId: string,
): Promise<Set<string>> {
  const asked = new Set(sources.flatMap(({ readable }) => readable.flatMap(({ targetTableId }) => targetTableId ?? [])))
  const found = new Set<string>()
  for (const tableId of asked) {
    const table = await SheetTable.query(trx).findById(tableId).whereNull('deleted_at')
    const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
    const place = module && { projectId: module.projectId, moduleId: module.id }
    if (place?.projectId === projectId && may(identity, 'read', 'Table', { tenantId: identity.tenantId, ...place })) {
      const readable = readableFields(await loadFields(trx, tableId), rolesOn(identity.grants, place), identity.grants)
      readable.forEach(({ id }) => found.add(id))
    }
  }
  return found
}

/** What a formula means here and would not mean there. What is wrong with it already comes along as it is. */
async function newFormulaProblems(
  trx: Knex.Transaction,
  { source, draft, origins }: DraftedCopy,
  projectId: string,
): Promise<CopyProblem[]> {
  const there = await formulaProblems(trx, projectId, draft.fields)
  const here = there.length === 0 ? [] : await formulaProblems(trx, source.place.projectId, source.readable)
  const isKnown = (problem: (typeof there)[number]): boolean =>
    here.some(({ key, what, code }) => key === problem.key && what === problem.what && code === problem.code)
  return there
    .filter((problem) => !isKnown(problem))
    .map((problem) => {
      const field = draft.fields.find(({ key }) => key === problem.key)!
      const message = `“${field.name}”: ${problem.message} Or leave “${field.name}” out.`
      const path = `fields.${problem.key}.${problem.what}`
      return { path, code: problem.code, message, field_id: origins.get(field.id)?.id ?? null }
    })
}

async function withRows(
  trx: Knex.Transaction,
  identity: Identity,
  plan: CopyPlan,
  { from, to }: Cycles,
): Promise<CopyPlan> {
  const change: CycleChange = { fromCycleId: from.id, toCycleId: to.id, months: plan.months }
  const counted = await trx('rows')
    .where({ cycle_id: from.id, deleted: false })
    .whereIn(
      'table_id',
      plan.copies.map(({ source }) => source.table.id),
    )
    .count({ count: '*' })
    .first()
  if (Number(counted?.count ?? 0) > MOST_COPIED_ROWS) {
    const message = `These are more than ${MOST_COPIED_ROWS.toLocaleString('en')} rows. Copy the fields, and carry the rows over in parts.`
    return { ...plan, problems: [...plan.problems, { path: 'rows', code: 'too-many', message, field_id: null }] }
  }
  const sheets: CopiedRows[] = []
  const notes = [...plan.notes]
  const copiedTables = new Set(plan.copies.map(({ draft }) => draft.id))
  for (const copy of plan.copies) {
    const { notes: more, ...sheet } = await copiedRows(trx, identity, copy, {
      change,
      files: plan.files,
      status: to.status,
      projectId: to.projectId,
      copiedTables,
    })
    sheets.push(sheet)
    notes.push(...more)
  }
  return { ...plan, sheets, notes }
}
