/** The months of a device in the sheets that a rule names, written through gate and journal like what a person types. */
import type { Knex } from 'knex'
import { newRowIds } from '#collab/schema/rowId.ts'
import { type Gesture, newGestureId } from '#collab/protocol/gestures.ts'
import type { Aggregation, AmountState } from '#shared/api/devices.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { conversion, convertWritten, type Conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { RowWrite } from '../collaboration/ports.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { rowForGap } from '../estimates/rowForGap.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { type DueAmount, type PlannedAmount, planAmounts, type StandingRow } from './planAmounts.ts'

export interface AmountServices {
  db: Knex
  reader: TenantReader
  collaboration: Collaboration
}

/** A rule as it is stored, with the units of its device and field. */
export interface StoredRule {
  id: string
  device_id: string
  table_id: string
  field_id: string
  site: string | null
  source: string | null
  aggregation: Aggregation
  from_month: string
  device_unit: string
  /** Of the field as it is now; null: it has none any more. */
  field_unit: string | null
}

/** A measured month with what was kept of its amount. */
interface MonthRow {
  month: string
  amount: number | null
  share: number
  row_id: string | null
  written_value: number | null
  accepted: number | null
  has_amount: boolean
  cycle_ids: string[]
  is_locked: boolean
}

/**
 * Applies a rule to some months, or to all of them. `writer`: as whom; null when its key or account was ended, which is told with
 * each amount. What a sheet is given is one gesture of its history.
 */
export async function writeAmounts(
  services: AmountServices,
  { tenantId, writer, gestures }: { tenantId: string; writer: Identity | null; gestures: GesturesBySheet },
  { rule, months }: { rule: StoredRule; months: readonly string[] | null },
): Promise<void> {
  const due = await inTenant(services.db, tenantId, (trx) => dueMonths(trx, rule, months))
  const told = async (some: readonly MonthRow[], state: AmountState): Promise<void> =>
    inTenant(services.db, tenantId, (trx) =>
      keepAmounts(
        trx,
        rule,
        some.map((row) => untried(rule, row, state)),
        null,
      ),
    )
  await told(
    due.filter(({ cycle_ids: ids }) => ids.length === 0),
    'no-cycle',
  )
  await told(
    due.filter(({ cycle_ids: ids }) => ids.length > 1),
    'several-cycles',
  )
  const placed = due.filter(({ cycle_ids: ids }) => ids.length === 1)
  await told(
    placed.filter(({ is_locked: isLocked }) => isLocked),
    'locked',
  )
  const open = placed.filter(({ is_locked: isLocked }) => !isLocked)
  for (const [cycleId, some] of Map.groupBy(open, ({ cycle_ids: [id] }) => id!)) {
    const sheet = { tableId: rule.table_id, cycleId }
    const access = writer === null ? null : await accessOf(services, writer, sheet)
    const field = access?.readable.find(({ id }) => id === rule.field_id)
    const constant = field === undefined ? null : constantOf(rule.device_unit, field.unit)
    if (writer === null || access === null || field === undefined || constant === null) {
      await told(some, 'refused')
      continue
    }
    await services.collaboration.waitUntilProjected(tenantId, sheet)
    const amounts = some.map((row): DueAmount => ({
      month: row.month,
      value: row.amount === null ? null : convertWritten(row.amount, constant),
      share: row.share,
      kept: row.has_amount ? row : null,
    }))
    const { plan, writes } = await inTenant(services.db, tenantId, (trx) =>
      planIn(trx, { rule, access, ordinal: field.ordinal, cycleId }, amounts),
    )
    if (writes.length > 0) {
      const by = gestures.of(sheet)
      const { rejected } = await services.collaboration.writeRows(writer, sheet, writes, { ...by, origin: 'measured' })
      const refused = new Set(rejected.map(({ index }) => writes[index]!.id))
      const done = plan.filter(({ isWrite, rowId }) => isWrite && rowId !== null && !refused.has(rowId))
      await inTenant(services.db, tenantId, (trx) => noteWritten(trx, rule, done))
    }
  }
}

/** One gesture for each sheet in which something is written at one time. */
export class GesturesBySheet {
  readonly #gestures = new Map<string, Gesture>()

  of({ tableId, cycleId }: { tableId: string; cycleId: string }): Gesture {
    const key = `${tableId} ${cycleId}`
    const gesture = this.#gestures.get(key) ?? { kind: 'measured', id: newGestureId() }
    this.#gestures.set(key, gesture)
    return gesture
  }
}

async function accessOf(
  services: AmountServices,
  writer: Identity,
  sheet: { tableId: string; cycleId: string },
): Promise<SheetAccess | null> {
  try {
    return (await loadSheetAccess(services, writer, sheet)).access
  } catch (error) {
    if (error instanceof NotFoundError) {
      return null // its rights were taken, or the table is gone: told with the amount
    }
    throw error
  }
}

/** In order, with the cycles of the project that hold the whole month in their newest version. */
async function dueMonths(
  trx: Knex.Transaction,
  rule: StoredRule,
  months: readonly string[] | null,
): Promise<MonthRow[]> {
  const { rows } = await trx.raw<{ rows: MonthRow[] }>(
    `SELECT m.month, CASE :aggregation WHEN 'mean' THEN m.mean ELSE m.total END AS amount, m.share,
       a.row_id, a.written_value, a.accepted, a.month IS NOT NULL AS has_amount, c.cycle_ids, c.is_locked
     FROM device_months m
       LEFT JOIN device_amounts a ON a.tenant_id = m.tenant_id AND a.rule_id = :ruleId AND a.month = m.month
       CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(c.id::text), '{}') AS cycle_ids, coalesce(bool_or(c.status = 'locked'), false) AS is_locked
         FROM cycles c JOIN modules o ON o.tenant_id = c.tenant_id AND o.project_id = c.project_id
           JOIN tables t ON t.tenant_id = o.tenant_id AND t.module_id = o.id
         WHERE c.tenant_id = m.tenant_id AND t.id = :tableId AND c.deleted_at IS NULL AND c.restated_by IS NULL
           AND m.month BETWEEN to_char(c.starts_on, 'YYYY-MM') AND to_char(c.ends_on, 'YYYY-MM')) c
     WHERE m.tenant_id = current_tenant() AND m.device_id = :deviceId AND m.month >= :fromMonth
       AND (CAST(:months AS text[]) IS NULL OR m.month = ANY (CAST(:months AS text[])))
     ORDER BY m.month`,
    {
      aggregation: rule.aggregation,
      ruleId: rule.id,
      tableId: rule.table_id,
      deviceId: rule.device_id,
      fromMonth: rule.from_month,
      months: months === null ? null : [...months],
    },
  )
  return rows
}

interface RuleInSheet {
  rule: StoredRule
  access: SheetAccess
  ordinal: number
  cycleId: string
}

/** Keeps what is planned, with the ids of rows that are added, before anything is written: no attempt adds one twice. */
async function planIn(
  trx: Knex.Transaction,
  { rule, access, ordinal, cycleId }: RuleInSheet,
  amounts: readonly DueAmount[],
): Promise<{ plan: PlannedAmount[]; writes: (RowWrite & { id: string })[] }> {
  const naming = rule.source === null ? undefined : access.readable.find(({ type }) => type === 'text')?.ordinal
  const { rows } = await trx.raw<{ rows: StandingRow[] }>(
    `SELECT row_id, month, "values" -> :ordinal AS value FROM rows
     WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId AND NOT deleted
       AND site IS NOT DISTINCT FROM :site AND month = ANY (CAST(:months AS text[]))
       AND (CAST(:source AS text) IS NULL OR "values" ->> :naming = :source)
     ORDER BY month COLLATE "C", row_id COLLATE "C"`,
    {
      ordinal: String(ordinal),
      tableId: rule.table_id,
      cycleId,
      site: rule.site,
      months: amounts.map(({ month }) => month),
      source: rule.source,
      naming: String(naming ?? ''),
    },
  )
  const plan = planAmounts(amounts, rows)
  const writes: (RowWrite & { id: string })[] = []
  for (const planned of plan.filter(({ isWrite }) => isWrite)) {
    const values = planned.rowId === null ? await newValues(trx, access, rule, planned.month, naming) : new Map()
    const kept = amounts.find(({ month }) => month === planned.month)?.kept?.row_id
    planned.rowId ??= kept ?? newRowIds(1)[0]!
    writes.push({ id: planned.rowId, values: values.set(ordinal, planned.value) })
  }
  // until it is written, it is not
  await keepAmounts(
    trx,
    rule,
    plan.map((one) => (one.isWrite ? { ...one, state: 'refused' } : one)),
    cycleId,
  )
  return { plan, writes }
}

async function newValues(
  trx: Knex.Transaction,
  access: SheetAccess,
  { site, source, field_id: fieldId }: StoredRule,
  month: string,
  textOrdinal: number | undefined,
): Promise<Map<number, CellValue>> {
  const field = access.readable.find(({ id }) => id === fieldId)!
  return (await rowForGap(trx, access, { field, row: null, month, site, source, textOrdinal })).values
}

function untried(rule: StoredRule, { month, amount, row_id: rowId }: MonthRow, state: AmountState): PlannedAmount {
  const constant = constantOf(rule.device_unit, rule.field_unit)
  const value = amount === null || constant === null ? null : convertWritten(amount, constant)
  return { month, value, state, rowId, cellValue: null, isWrite: false }
}

async function keepAmounts(
  trx: Knex.Transaction,
  { id: ruleId }: StoredRule,
  planned: readonly PlannedAmount[],
  cycleId: string | null,
): Promise<void> {
  for (const { month, value, state, rowId, cellValue } of planned) {
    const kept = {
      value,
      state,
      cycle_id: cycleId,
      row_id: rowId,
      cell_value: JSON.stringify(cellValue),
      changed_at: trx.fn.now(),
      ...(state === 'written' && { written_value: value }),
    }
    await trx('device_amounts')
      .insert({ tenant_id: trx.raw('current_tenant()'), rule_id: ruleId, month, ...kept })
      .onConflict(['tenant_id', 'rule_id', 'month'])
      .merge(kept)
  }
}

async function noteWritten(trx: Knex.Transaction, { id }: StoredRule, done: readonly PlannedAmount[]): Promise<void> {
  for (const { month, value } of done) {
    await trx('device_amounts')
      .whereRaw('tenant_id = current_tenant()')
      .where({ rule_id: id, month })
      .update({ state: 'written', written_value: value, cell_value: JSON.stringify(value) })
  }
}

function constantOf(from: string, to: string | null): Conversion | null {
  const [a, b] = [parseUnit(from), parseUnit(to ?? '')]
  const constant = a.ok && b.ok && to !== null ? conversion(a.value, b.value) : null
  return constant?.ok === true ? constant.value : null
}
