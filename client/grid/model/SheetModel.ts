import type { Computed, LiveComputation } from '#collab/binding/LiveComputation.ts'
import { atOnce, inSlices } from '#collab/schema/inSlices.ts'
import type { StoreChange } from '#collab/schema/storeChange.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { conditionsOf } from '#formulas/plan/conditions.ts'
import { compileTable, type TablePlans } from '#formulas/plan/compileTable.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { cellProblem, isMissing, type CellProblem } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { notUnique, ruleBroken } from '#shared/cells/ruleProblem.ts'
import type { LackingGas } from '#shared/emissions/lackingGases.ts'
import type { Field } from '#shared/fields/field.ts'
import { isServerResult } from '#shared/fields/isServerResult.ts'
import { fieldOf } from './fieldOf.ts'
import { knownFactors } from './knownFactors.ts'
import { type ModelChange, ModelNews } from './ModelNews.ts'
import { PartialResults } from './PartialResults.ts'
import { NO_RESULTS, type ServerResults } from './ServerResults.ts'
import { withConditions } from './conditions.ts'
import { type ReadingOptions, SheetReading } from './SheetReading.ts'
import type { SheetTargets } from './SheetTargets.ts'

/** To look at so many takes longer than a frame has. */
const MANY_ROWS = 2000

/** A row as the grid holds it: its id and nothing else; values are read when a cell is painted. */
export interface GridRow {
  readonly id: string
}

/** Shows only rows of this site or month, or only those that are not complete, or that show an error. */
export interface RowFilter {
  site: string | null
  month: string | null
  incomplete: boolean
  errors: boolean
}

/** The marks of one cell. */
export interface CellState {
  /** What is wrong with the value. */
  problem: CellProblem | null
  missing: boolean
}

/** A cell with a mark. */
export interface MarkedCell extends CellState {
  row: string
  field: Field
}

/** A sheet as the grid and its bars read it: cells by row id and field key, results, marks and counts. */
export class SheetModel {
  readonly fields: readonly Field[]
  readonly context: FormulaContext
  readonly plans: TablePlans
  readonly #byKey: ReadonlyMap<string, Field>
  readonly #partial: PartialResults
  /** A change of one row can be a change of results in others. */
  readonly #isGathering: boolean
  /** Keys of the columns that can have results. */
  readonly #computed: readonly string[]
  readonly #results: ServerResults
  readonly #rows = new Map<string, GridRow>()
  readonly #news = new ModelNews()
  readonly #readingOptions: ReadingOptions
  #reading: SheetReading
  /** Of the columns that the sheet will go on in. */
  #coming: SheetReading | null = null
  #isCatchingUp = false
  readonly #leaveResults: () => void
  readonly #targets: ReadonlyMap<string, SheetTargets>
  readonly #leaveTargets: readonly (() => void)[]

  /** `results`: of the columns that cannot be computed here; `targetsOf`: what the cells of a field point at. */
  constructor(
    description: SheetReply,
    store: SheetColumns,
    results: ServerResults = NO_RESULTS,
    targetsOf: (field: FieldReply) => SheetTargets | null = () => null,
  ) {
    const { compute, table, cell_factors: cellFactors = [] } = description
    this.#targets = new Map(
      table.fields.flatMap((field): [string, SheetTargets][] => {
        const targets = targetsOf(field)
        return targets === null ? [] : [[field.key, targets]]
      }),
    )
    this.fields = table.fields.map((field) => withTargets(fieldOf(field), this.#targets.get(field.key)))
    this.context = {
      fields: this.fields,
      factors: knownFactors([...compute.factors, ...cellFactors], this.fields),
      gwp: compute.gwp,
      gwpSet: compute.gwp_set,
      factorYear: compute.factor_year,
      parameters: new Map(compute.parameters?.map((parameter) => [parameter.key, parameter])),
      table: { key: table.key, id: table.id },
    }
    const fromServer = this.fields.filter(isServerResult)
    this.plans = compileTable(
      this.fields.filter((field) => !fromServer.includes(field)),
      this.context,
    )
    this.#isGathering = [...this.plans.plans.values()].some(({ gathers }) => gathers.length > 0)
    this.#computed = [...this.plans.order, ...fromServer.map(({ key }) => key)]
    this.#byKey = new Map(this.fields.map((field) => [field.key, field]))
    const conditions = conditionsOf(this.fields, this.context)
    this.#readingOptions = {
      fields: this.fields,
      compiled: withConditions(this.plans, conditions),
      conditional: new Set(conditions.map(({ field }) => field.key)),
      row: (id) => this.row(id),
    }
    this.#reading = this.#read(store)
    this.#partial = new PartialResults(this.fields, this.context, () => this.live.source)
    this.#results = results
    this.#leaveResults = results.onChange((rows) => this.#news.rows(rows))
    this.#leaveTargets = Array.from(this.#targets, ([key, targets]) =>
      targets.onChange((first) => this.#seeNames(key, first)),
    )
  }

  /** Cells by slot, results left out. Changes when the sheet goes on in another document. */
  get store(): SheetColumns {
    return this.#reading.store
  }

  /** The computed columns of these cells. Changes with them. */
  get live(): LiveComputation {
    return this.#reading.live
  }

  #read(store: SheetColumns): SheetReading {
    const reading: SheetReading = new SheetReading(store, this.#readingOptions, (change, isWide) => {
      if (this.#reading === reading) {
        this.#see(change, isWide)
      }
    })
    return reading
  }

  /** What `moveTo` these columns would wait for, in steps. */
  *prepareFor(store: SheetColumns): Generator<void> {
    this.#coming?.destroy()
    this.#coming = this.#read(store)
    yield* this.#coming.prepare()
  }

  /** The same rows and fields are read from other columns from now on. */
  moveTo(store: SheetColumns): void {
    const coming = this.#coming
    this.#coming = null
    this.#reading.destroy()
    if (coming?.store === store) {
      this.#reading = coming
    } else {
      coming?.destroy()
      this.#reading = this.#read(store)
    }
    this.#see({ slots: 'all', ordinals: 'all', structural: true, local: false }, false)
  }

  destroy(): void {
    this.#leaveResults()
    this.#leaveTargets.forEach((leave) => leave())
    this.#reading.destroy()
    this.#coming?.destroy()
    this.#news.destroy()
  }

  /** Goes up with every change, for React. */
  version = (): number => this.#news.version

  /** Told at most once per frame. */
  onChange = (listener: (change: ModelChange) => void): (() => void) => this.#news.onChange(listener)

  field(key: string): Field | undefined {
    return this.#byKey.get(key)
  }

  /**
   * The rows that exist, in order, the same array until they change. The same object per row for ever, so that the grid sees
   * only real changes.
   */
  rowData(): readonly GridRow[] {
    return this.#reading.rowData()
  }

  row(id: string): GridRow {
    let row = this.#rows.get(id)
    if (row === undefined) {
      row = { id }
      this.#rows.set(id, row)
    }
    return row
  }

  /** What the cells of a field point at; undefined when they hold values of their own. */
  targetsOf(key: string): SheetTargets | undefined {
    return this.#targets.get(key)
  }

  rowCount(): number {
    return this.store.liveSlots().length
  }

  value(row: string, key: string): CellValue {
    const field = this.#byKey.get(key)
    const slot = this.store.slotOf(row)
    if (field === undefined || slot === undefined) {
      return null
    }
    if (field.type === 'formula') {
      const computed = this.computed(row, key)
      return typeof computed === 'object' ? null : computed
    }
    return this.store.value(slot, field.ordinal)
  }

  /** What the first look at a large sheet would wait for: its columns, their marks and results, in steps. */
  prepare(): Generator<void> {
    return this.#reading.prepare()
  }

  /** What a cell holds; null also for a row that is not there. */
  stored(row: string, ordinal: number): CellValue {
    const slot = this.store.slotOf(row)
    return slot === undefined ? null : this.store.value(slot, ordinal)
  }

  computed(row: string, key: string): Computed {
    const field = this.#byKey.get(key)
    if (field !== undefined && isServerResult(field)) {
      return this.#results.computed(row, key)
    }
    const slot = this.store.slotOf(row)
    return slot === undefined ? null : this.live.computed(slot, key)
  }

  /** Gases of the activity that a result does not know; none: it is whole, or no result that counts in the totals. */
  gasesNotKnown(row: string, key: string): LackingGas[] {
    const slot = this.store.slotOf(row)
    return slot === undefined ? [] : this.#partial.of(slot, key, (field) => this.value(row, field.key))
  }

  state(row: string, key: string): CellState {
    const field = this.#byKey.get(key)
    if (field === undefined || field.type === 'formula') {
      return { problem: null, missing: false }
    }
    const value = this.value(row, key)
    return { problem: this.#problem(row, field, value), missing: isMissing(field, value) }
  }

  #problem(row: string, field: Field, value: CellValue): CellProblem | null {
    const slot = this.store.slotOf(row)
    const isDouble = slot !== undefined && this.#reading.health.isDuplicate(slot, field.ordinal)
    const isBroken = slot !== undefined && this.#reading.health.breaksCondition(slot, field)
    return cellProblem(field, value) ?? (isDouble ? notUnique(field) : isBroken ? ruleBroken(field) : null)
  }

  /** The cells with marks, row by row, at most so many. Complexity: the rows. */
  marked(most: number): MarkedCell[] {
    const found: MarkedCell[] = []
    for (const slot of this.store.liveSlots()) {
      if (!this.#reading.health.hasProblem(slot)) {
        continue
      }
      const row = this.store.rowIds[slot] ?? ''
      for (const field of this.fields) {
        const state = this.state(row, field.key)
        if (state.problem !== null || state.missing) {
          found.push({ row, field, ...state })
        }
      }
      if (found.length >= most) {
        break
      }
    }
    return found.slice(0, most)
  }

  /** Sum of a computed column; null when there is no result at all. */
  total(key: string): number | null {
    if (this.plans.plans.has(key)) {
      const total = this.live.total(key)
      return total === null || total.count === 0 ? null : total.sum
    }
    let sum: number | null = null
    for (const slot of this.store.liveSlots()) {
      const value = this.computed(this.store.rowIds[slot] ?? '', key)
      sum = typeof value === 'number' ? (sum ?? 0) + value : sum
    }
    return sum
  }

  /** The largest magnitude in a computed column; 0 when it has no number. */
  largest(key: string): number {
    const numbers = this.plans.plans.has(key) ? this.live.source.numbers(key) : null
    let largest = 0
    for (const slot of this.store.liveSlots()) {
      const value = numbers?.[slot] ?? this.computed(this.store.rowIds[slot] ?? '', key)
      const magnitude = typeof value === 'number' ? Math.abs(value) : 0
      largest = magnitude > largest ? magnitude : largest
    }
    return largest
  }

  health(): { errors: number; missing: number } {
    return this.#reading.health.totals()
  }

  /** A cell shows an error, or a result could not be computed for another reason than a gap. */
  hasErrors(row: string, slot: number): boolean {
    return (
      this.#reading.health.hasErrors(slot) ||
      this.#computed.some((key) => {
        const computed = this.computed(row, key)
        return typeof computed === 'object' && computed !== null && computed.error !== 'missing'
      })
    )
  }

  /** Something required is missing or wrong, or a result could not be computed. */
  isIncomplete(row: string, slot: number): boolean {
    return (
      this.#reading.health.hasProblem(slot) ||
      this.#computed.some((key) => {
        const computed = this.computed(row, key)
        return typeof computed === 'object' && computed !== null
      })
    )
  }

  #see(change: StoreChange, isWide: boolean): void {
    const isAll = change.slots === 'all' || isWide || this.#isGathering
    this.#news.rows(isAll ? 'all' : this.#idsOf(change.slots), change.structural)
    if (!change.local && change.slots !== 'all' && change.slots.size > MANY_ROWS) {
      this.#catchUpInSlices()
    }
  }

  /** What so many cells of others change is found in tasks of its own; it is told when it is all there. */
  #catchUpInSlices(): void {
    if (!this.#isCatchingUp) {
      this.#isCatchingUp = true
      const release = this.hold()
      void inSlices(this.catchUpInSteps(), 'waited-for').finally(() => {
        this.#isCatchingUp = false
        release()
      })
    }
  }

  *#idsOf(slots: ReadonlySet<number> | 'all'): Generator<string> {
    for (const slot of slots === 'all' ? [] : slots) {
      yield this.store.rowIds[slot] ?? ''
    }
  }

  #seeNames(key: string, first: boolean): void {
    this.#news.names(first)
    if (this.#byKey.get(key)?.type === 'factor') {
      this.live.outdated()
    }
    const ordinals = new Set(this.fields.filter((field) => field.key === key).map(({ ordinal }) => ordinal))
    const change: StoreChange = { slots: 'all', ordinals, structural: false, local: false }
    this.#see(change, this.#reading.see(change))
  }

  /** Nobody is told of anything until the returned function is called, and then of all at once. */
  hold(): () => void {
    return this.#news.hold()
  }

  /** Looks at what has changed, so that less is left to do when somebody is told of it. */
  catchUp(): void {
    atOnce(this.catchUpInSteps())
  }

  /** The same in steps, for very much of it. */
  *catchUpInSteps(): Generator<void> {
    yield
    yield* this.#reading.health.lookInSteps()
    if (!this.#isGathering && this.#computed.length > 0) {
      void this.live.source
    }
  }

  /** Tells the listeners now instead of at the next frame. */
  flush(): void {
    this.#news.flush()
  }
}

type FieldReply = SheetReply['table']['fields'][number]

const withTargets = (field: Field, targets: SheetTargets | undefined): Field =>
  targets === undefined ? field : { ...field, targets }
