import type { Knex } from 'knex'
import { readsCells } from '#server/emissions/factorsOf.ts'
import type { PlanCache, TablePlans } from '#server/emissions/tablePlans.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'

/** Sheets whose plans are remembered; the one used longest ago makes room. */
const MOST_SHEETS = 500

/**
 * Plans of sheets that a route has just read: their fields and cycle tell whether the plans still hold, so that asking
 * the database is only needed when something changed. Where cells name factors, it is always asked: a custom factor may have
 * been approved or retired.
 */
export class KnownPlans {
  readonly #db: Knex
  readonly #plans: PlanCache
  readonly #known = new Map<string, { version: string; plans: TablePlans }>()

  constructor(db: Knex, plans: PlanCache) {
    this.#db = db
    this.#plans = plans
  }

  /** Null when the sheet is gone meanwhile. */
  async of({ table, cycle, version }: SheetAccess): Promise<TablePlans | null> {
    const key = `${table.id}/${cycle.id}`
    const known = this.#known.get(key)
    this.#known.delete(key)
    const holds = known?.version === version && !known.plans.fields.some(readsCells)
    const plans = holds ? known.plans : await this.load(table.tenantId, table.id, cycle.id)
    if (plans !== null) {
      this.#known.set(key, { version, plans })
    }
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_SHEETS && oldest !== undefined) {
      this.#known.delete(oldest)
    }
    return plans
  }

  /** Of another sheet; null when there is none. */
  load(tenantId: string, tableId: string, cycleId: string): Promise<TablePlans | null> {
    return inTenant(this.#db, tenantId, (trx) => this.#plans.plansOf(trx, tableId, cycleId))
  }
}
