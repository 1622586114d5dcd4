/**
 * Keeps results current that depend on more than their row: on other rows, or on what a sheet is computed with. They are made
 * anew soon after something changed, and before they are read.
 */
import pLimit from 'p-limit'
import type pg from 'pg'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import type { CollaborationLog, Projected, SheetAddress } from '../ports.ts'
import type { PlansOf } from './gatheredPlaces.ts'
import type { OpenColumns } from './openColumns.ts'
import { type InTransaction, refreshInBlocks } from './refreshInBlocks.ts'
import { refreshSheet } from './refreshSheet.ts'
import type { SheetNotes } from './sheetNotes.ts'
import { sumAhead } from './sumAhead.ts'

/** What a burst of changes asks for is done once. */
const GATHER_MS = 60
/** A sheet that takes long is made anew less often: the pause is so many times as long as the work. */
const PAUSE_FACTOR = 2
const RETRY_MS = 1000
/** Who hears of new totals asks for them at once; the rows let them go first. */
const FOLLOW_MS = 250

export interface GatheredResultsOptions {
  pool: pg.Pool
  plansOf: PlansOf
  openColumns: OpenColumns
  log: CollaborationLog
  /** A sheet has other results now, or other sums. */
  onRefreshed(projected: Projected): void
}

interface Sheet extends SheetAddress, Pick<SheetNotes, 'isAnew' | 'keepsPlaces'> {
  tenantId: string
  /** Its sums are there before its rows. */
  isSummed: boolean
}

export class GatheredResults {
  readonly #options: GatheredResultsOptions
  readonly #turns = pLimit(1)
  readonly #sumTurns = pLimit(1)
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #running = new Set<Promise<unknown>>()
  #isStopped = false

  constructor(options: GatheredResultsOptions) {
    this.#options = options
  }

  /** Something was noted in this tenant: its sheets are made anew soon. */
  schedule(tenantId: string, delayMs = GATHER_MS): void {
    if (this.#isStopped || this.#timers.has(tenantId)) {
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(tenantId)
      void this.#refreshTenant(tenantId)
    }, delayMs)
    timer.unref()
    this.#timers.set(tenantId, timer)
  }

  /** What a server noted and did not come to do. */
  async catchUp(): Promise<void> {
    const { rows } = await this.#options.pool.query<{ tenantId: string }>(
      'SELECT DISTINCT tenant_id AS "tenantId" FROM sheets_to_refresh()',
    )
    rows.forEach(({ tenantId }) => this.schedule(tenantId))
  }

  /** Returns true when something of the cycle (null: of any) had been noted; it is done then. */
  async settle(tenantId: string, cycleId: string | null): Promise<boolean> {
    const sheets = this.#isStopped ? [] : await this.#noted(tenantId, cycleId)
    for (const sheet of sheets) {
      await this.#refresh(sheet)
    }
    return sheets.length > 0
  }

  /**
   * The same as far as totals need it: of sheets whose sums can be there before their rows these are made, and the rows follow
   * soon.
   */
  async settleSums(tenantId: string, cycleId: string): Promise<boolean> {
    const sheets = this.#isStopped ? [] : await this.#noted(tenantId, cycleId)
    const open = sheets.filter(({ isSummed }) => !isSummed)
    if (sheets.length > 0) {
      this.schedule(tenantId, FOLLOW_MS)
    }
    for (const sheet of open) {
      if (!(await this.#sumInTurn(sheet))) {
        await this.#refresh(sheet)
      }
    }
    return open.length > 0
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timers.forEach((timer) => clearTimeout(timer))
    this.#timers.clear()
    await Promise.allSettled(this.#running)
  }

  async #refreshTenant(tenantId: string): Promise<void> {
    const startedAt = performance.now()
    try {
      const sheets = await this.#noted(tenantId, null)
      if (await this.#sumAll(sheets)) {
        this.schedule(tenantId, FOLLOW_MS)
        return
      }
      for (const sheet of sheets) {
        await this.#refresh(sheet)
      }
      if (sheets.length > 0) {
        this.schedule(tenantId, GATHER_MS + PAUSE_FACTOR * (performance.now() - startedAt))
      }
    } catch (error) {
      this.#options.log.error({ err: error, tenantId }, 'gathering results failed; it is tried again')
      this.schedule(tenantId, RETRY_MS)
    }
  }

  async #noted(tenantId: string, cycleId: string | null): Promise<Sheet[]> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<Omit<Sheet, 'tenantId'>>(
        `SELECT r.table_id AS "tableId", r.cycle_id AS "cycleId", bool_or(r.anew IS NOT NULL) AS "isAnew",
           bool_and(r.anew IS NOT DISTINCT FROM 'amounts') AS "keepsPlaces",
           coalesce(bool_and(r.id = ANY (s.notes)), false) AS "isSummed"
         FROM sheet_refreshes r LEFT JOIN sheet_sums s ON s.tenant_id = r.tenant_id AND s.cycle_id = r.cycle_id AND s.table_id = r.table_id
         WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.cycle_id = $2) GROUP BY r.table_id, r.cycle_id ORDER BY min(r.id)`,
        [tenantId, cycleId],
      ),
    )
    return rows.map((sheet) => ({ tenantId, ...sheet }))
  }

  /** True: there are sums now that were not there before. */
  async #sumAll(sheets: readonly Sheet[]): Promise<boolean> {
    let isSummed = false
    for (const sheet of sheets.filter((one) => one.keepsPlaces && !one.isSummed)) {
      isSummed = (await this.#sumInTurn(sheet)) || isSummed
    }
    return isSummed
  }

  #refresh(sheet: Sheet): Promise<void> {
    return this.#track(this.#turns(() => (this.#isStopped ? undefined : this.#refreshNow(sheet))))
  }

  /** Not behind rows that are being written. */
  #sumInTurn(sheet: Sheet): Promise<boolean> {
    return this.#track(this.#sumTurns(() => this.#sumAhead(sheet)))
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }

  async #refreshNow(sheet: Sheet): Promise<void> {
    const { tenantId, isAnew } = sheet
    const { pool, plansOf } = this.#options
    if (isAnew && (await this.#refreshColumns(sheet))) {
      return
    }
    const document = await inTenantOn(pool, tenantId, async (client) =>
      (await refreshSheet(client, plansOf, tenantId, sheet)) ? derived(client, sheet) : null,
    )
    this.#tell(sheet, document)
  }

  /** False: it is none that columns are enough for. What was noted meanwhile stays noted. */
  async #refreshColumns(sheet: Sheet): Promise<boolean> {
    const { tenantId } = sheet
    const { pool, plansOf, openColumns } = this.#options
    const opened = await openColumns(tenantId, sheet)
    if (opened === null) {
      return false
    }
    let document: DerivedDocument | null = null
    const onDone = async (client: pg.PoolClient): Promise<void> => {
      document = await derived(client, sheet)
    }
    const inBlocks = (inTransaction: InTransaction): ReturnType<typeof refreshInBlocks> =>
      refreshInBlocks(inTransaction, tenantId, sheet, { opened, plansOf, onDone })
    try {
      const tried = await inBlocks((work) => inTenantOn(pool, tenantId, work))
      // a sheet that is edited all the time keeps its writers waiting once
      const outcome =
        tried === 'edited' ? await inTenantOn(pool, tenantId, (client) => inBlocks((work) => work(client))) : tried
      this.#tell(sheet, document)
      return outcome !== 'unfit'
    } finally {
      opened.close()
    }
  }

  /** True: there are sums that hold, or nothing is noted any more. */
  async #sumAhead(sheet: Sheet): Promise<boolean> {
    const { tenantId, tableId } = sheet
    const { pool, plansOf, openColumns } = this.#options
    const now = (await this.#noted(tenantId, sheet.cycleId)).find((noted) => noted.tableId === tableId)
    if (now === undefined || now.isSummed) {
      return true
    }
    const opened = now.keepsPlaces && !this.#isStopped ? await openColumns(tenantId, sheet) : null
    if (opened === null) {
      return false
    }
    try {
      const document = await inTenantOn(pool, tenantId, async (client) =>
        (await sumAhead(client, tenantId, sheet, { opened, plansOf })) ? derived(client, sheet) : null,
      )
      this.#tell(sheet, document)
      return document !== null
    } finally {
      opened.close()
    }
  }

  #tell({ tenantId, tableId, cycleId }: Sheet, document: DerivedDocument | null): void {
    if (document !== null) {
      const { id, position, derivations } = document
      const part = COMMON_PART
      this.#options.onRefreshed({ tenantId, documentId: id, tableId, cycleId, part, seq: position, derivations })
    }
  }
}

interface DerivedDocument {
  id: number
  position: number
  derivations: number
}

/** Other servers find out by the number of derivations. Null: nobody has opened the sheet yet. */
async function derived(client: pg.PoolClient, { tenantId, tableId, cycleId }: Sheet): Promise<DerivedDocument | null> {
  const { rows } = await client.query<DerivedDocument>(
    `UPDATE document_projections p SET derivations = derivations + 1 FROM documents d
     WHERE d.tenant_id = $1 AND d.table_id = $2 AND d.cycle_id = $3 AND d.part = $4
       AND p.tenant_id = d.tenant_id AND p.document_id = d.id
     RETURNING d.id::float8 AS id, p.position::float8 AS position, p.derivations::float8 AS derivations`,
    [tenantId, tableId, cycleId, COMMON_PART],
  )
  return rows[0] ?? null
}
