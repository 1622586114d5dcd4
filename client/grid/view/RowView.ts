import { atOnce, inSlices } from '#collab/schema/inSlices.ts'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { Folds } from '../groups/Folds.ts'
import { Grouping } from '../groups/Grouping.ts'
import { GroupView } from '../groups/GroupView.ts'
import { isSamePath, RowOrder } from '../groups/RowOrder.ts'
import { summarize, type Summary } from '../summaries/summarize.ts'
import type { ModelChange } from '../model/ModelNews.ts'
import type { GridRow, RowFilter, SheetModel } from '../model/SheetModel.ts'
import { outOfPlace } from './outOfPlace.ts'
import { passingRows, passingRowsInSteps } from './passingRows.ts'
import { sortRows, sortRowsInSteps } from './sortRows.ts'
import type { ColumnFilter, SortKey } from './viewState.ts'

/** Which rows are asked for, and in which order. */
export interface RowCriteria {
  /** What the address asks for besides the view. */
  filter: RowFilter | null
  sort: readonly SortKey[]
  /** The columns whose values head groups of rows, the outermost first, and which groups are closed. */
  groups: { keys: readonly string[]; folds: Folds }
  filters: ReadonlyMap<string, ColumnFilter>
  /** Ids of the rows that may pass at all; null: every row. */
  only: ReadonlySet<string> | null
  /** A text and the columns that are looked through; null when nothing is searched. */
  search: { text: string; keys: readonly string[] } | null
}

export interface RowLanguage {
  collator: Intl.Collator
  words: CellWords
}

/** More changed rows than this are not looked at one by one. */
const FEW_ROWS = 200
/** So many rows are sorted within a frame. */
const QUICK_ROWS = 2000
const QUIET_MS = 300
const ROWS_PER_STEP = 5000

/**
 * The rows on display. Under a sort, a filter or groups they stay as they are while people edit: a row neither moves nor
 * vanishes until `apply`, new rows stand at the end, of their group where there are groups, and `pending` tells how many rows that concerns. Other criteria are
 * another RowView.
 */
export class RowView {
  readonly #model: SheetModel
  readonly #criteria: RowCriteria
  readonly #language: RowLanguage
  readonly #grouping: Grouping
  /** Groups of the rows, where they are grouped. */
  readonly groups: GroupView
  readonly #listeners = new Set<(change: ModelChange) => void>()
  #order = new RowOrder()
  /** Every row that was there when the order was made or has come since, shown or not. */
  #known = new Set<string>()
  #concerned = new Set<string>()
  #rows: readonly GridRow[] | null = null
  /** By slot: the place in the sheet's own order, from 1; 0 for rows that do not exist. */
  #places: Uint32Array | null = null
  /** By field, over all rows or those of a group, until something changes. */
  readonly #summaries = new Map<string, Map<string, Summary>>()
  #slots: Uint32Array | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #seen: number
  #version = 0;

  /** The same as the constructor in steps of some milliseconds, in a large sheet. */
  static *inSteps(model: SheetModel, criteria: RowCriteria, language: RowLanguage): Generator<void, RowView> {
    const view = new RowView(model, criteria, language, false)
    yield* view.#freezeInSteps()
    return view
  }

  /** `isMade`: false only for who makes it in steps. */
  constructor(model: SheetModel, criteria: RowCriteria, language: RowLanguage, isMade = true) {
    this.#model = model
    this.#criteria = criteria
    this.#language = language
    this.#grouping = new Grouping(model, criteria.groups.keys, criteria.sort, language.collator)
    this.groups = new GroupView(this.#grouping, criteria.groups.folds, {
      order: () => this.#order,
      live: (rows) => this.#live(rows),
      head: (id) => model.row(id),
      onFold: () => this.#tell({ rows: new Set(), structural: true }),
    })
    this.#seen = model.version()
    if (isMade) {
      this.#freeze()
    }
  }

  /** Neither sorted nor filtered nor in groups: the rows of the sheet as they are. */
  get isPlain(): boolean {
    const { filter, sort, filters, only, search } = this.#criteria
    return (
      only === null &&
      filter === null &&
      sort.length === 0 &&
      filters.size === 0 &&
      search === null &&
      !this.groups.isOn
    )
  }

  /** Keeps up with the sheet until the returned function is called. */
  follow = (): (() => void) => {
    if (this.#model.version() !== this.#seen) {
      this.#see({ rows: 'all', structural: true })
    }
    const leave = this.#model.onChange((change) => this.#see(change))
    return () => {
      this.#stopCounting()
      leave()
    }
  }

  /** Goes up whenever rows or their number change, for React. */
  version = (): number => this.#version

  /** Told after every change of the sheet, and when the order was made anew. */
  onChange = (listener: (change: ModelChange) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The rows of the sheet that pass, those of closed groups too. The same array until they change. */
  rows(): readonly GridRow[] {
    this.#rows ??= this.isPlain ? this.#model.rowData() : this.#order.runs.flatMap(({ rows }) => this.#live(rows))
    return this.#rows
  }

  /** What the grid shows: these rows, and between them the heads of groups; nothing of closed ones. */
  lines(): readonly GridRow[] {
    return this.groups.isOn ? this.groups.lines() : this.rows()
  }

  /** How many rows would move, come or go if sort and filter were applied now. */
  pending(): number {
    return this.#concerned.size
  }

  /** Sorts and filters again. */
  apply(): void {
    this.#freeze()
    this.#tell({ rows: new Set(), structural: true })
  }

  /** The cells of a column over the rows that pass, or over those of a group. */
  summary(key: string, group: string | null = null): Summary | null {
    const field = this.#model.field(key)
    const slots = group === null ? this.#shownSlots() : this.#slotsOf(this.groups.head(group)?.parts.flat() ?? [])
    if (field === undefined) {
      return null
    }
    const known = this.#summaries.get(group ?? '') ?? new Map<string, Summary>()
    const summary = known.get(key) ?? summarize(this.#model, field, slots)
    this.#summaries.set(group ?? '', known.set(key, summary))
    return summary
  }

  /** Slots of the rows that pass everything but the filter of this column: what its filter can choose from. */
  candidates(key: string): Uint32Array {
    const filters = new Map(this.#criteria.filters)
    filters.delete(key)
    return this.#passing(this.#model.store.liveSlots(), { ...this.#criteria, filters })
  }

  #freeze(): void {
    atOnce(this.#freezeInSteps())
  }

  *#freezeInSteps(): Generator<void> {
    const { store } = this.#model
    this.#stopCounting()
    this.#forgetRows()
    this.#concerned = new Set()
    if (this.isPlain) {
      return
    }
    const live = store.liveSlots()
    const { slots, pathAt } = yield* this.#wantedInSteps()
    yield
    const order = new RowOrder()
    const rows: GridRow[] = []
    for (let i = 0; i < slots.length; i++) {
      const row = this.#model.row(store.rowIds[slots[i]!] ?? '')
      order.append(row.id, pathAt(i))
      rows.push(row)
      if (i % ROWS_PER_STEP === 0) {
        yield
      }
    }
    const known = new Set<string>()
    for (let i = 0; i < live.length; i++) {
      known.add(store.rowIds[live[i]!] ?? '')
      if (i % ROWS_PER_STEP === 0) {
        yield
      }
    }
    this.#known = known
    this.#order = order
    this.#rows = this.groups.isOn ? null : rows
  }

  #forgetRows(): void {
    this.#rows = null
    this.groups.forget()
    this.#slots = null
    this.#summaries.clear()
  }

  /** The rows that pass, in the order that is asked for. */
  *#wantedInSteps(): Generator<void, ReturnType<Grouping['arrange']>> {
    const [model, criteria, { collator }] = [this.#model, this.#criteria, this.#language]
    const passing = yield* passingRowsInSteps(model, criteria, this.#language, model.store.liveSlots())
    return this.#grouping.arrange(yield* sortRowsInSteps(model, criteria.sort, passing, collator))
  }

  #sorted(slots: Uint32Array): Uint32Array {
    return sortRows(this.#model, this.#criteria.sort, slots, this.#language.collator)
  }

  #passing(slots: Uint32Array, criteria: RowCriteria = this.#criteria): Uint32Array {
    return passingRows(this.#model, criteria, this.#language, slots)
  }

  /** Those of these rows that exist now. */
  #live(rows: readonly string[]): GridRow[] {
    const live: GridRow[] = []
    for (const row of rows) {
      if (this.#liveSlot(row) !== null) {
        live.push(this.#model.row(row))
      }
    }
    return live
  }

  #slotsOf(rows: readonly GridRow[]): Uint32Array {
    return Uint32Array.from(rows, ({ id }) => this.#model.store.slotOf(id) ?? 0)
  }

  #shownSlots(): Uint32Array {
    this.#slots ??= this.isPlain ? this.#model.store.liveSlots() : this.#slotsOf(this.rows())
    return this.#slots
  }

  #placesNow(): Uint32Array {
    if (this.#places === null) {
      const { store } = this.#model
      this.#places = new Uint32Array(store.rowIds.length)
      const live = store.liveSlots()
      for (let i = 0; i < live.length; i++) {
        this.#places[live[i]!] = i + 1
      }
    }
    return this.#places
  }

  #see(change: ModelChange): void {
    this.#seen = this.#model.version()
    this.#summaries.clear()
    if (change.structural) {
      this.#forgetRows()
      this.#places = null
    }
    if (!this.isPlain && change.names === 'first') {
      this.#freeze() // nobody has seen another order yet: it was made without the names
      this.#tell({ ...change, structural: true })
      return
    }
    if (!this.isPlain) {
      this.#takeIn(change)
    }
    this.#tell(change)
  }

  #takeIn({ rows, structural }: ModelChange): void {
    const { store } = this.#model
    if (structural) {
      const come = store.liveSlots().filter((slot) => !this.#known.has(store.rowIds[slot] ?? ''))
      const paths = this.#grouping.pathsOf(come)
      come.forEach((slot, i) => {
        const row = store.rowIds[slot] ?? ''
        this.#known.add(row)
        this.#order.add(row, paths(i))
      })
    }
    if (rows === 'all' || rows.size > FEW_ROWS) {
      this.#countAgain()
      return
    }
    // A row is out of place against its neighbours, so when one of them moves back it may be in place again.
    const unsure = this.#concerned.size > FEW_ROWS ? rows : new Set([...this.#concerned, ...rows])
    unsure.forEach((row) => this.#concerned.delete(row))
    unsure.forEach((row) => this.#isConcerned(row) && this.#concerned.add(row))
  }

  /** In a large sheet after a while of quiet: it takes as long as sorting. */
  #countAgain(): void {
    this.#stopCounting()
    if (this.#model.rowCount() <= QUICK_ROWS) {
      this.#concerned = atOnce(this.#allConcernedInSteps())
      return
    }
    this.#timer = setTimeout(() => void this.#countInSlices(), QUIET_MS)
  }

  /** Counts while the page goes on, from the start when something changes meanwhile. */
  async #countInSlices(): Promise<void> {
    const timer = this.#timer
    const seen = this.#seen
    const concerned = await inSlices(this.#allConcernedInSteps())
    if (this.#timer !== timer) {
      return
    }
    if (this.#seen !== seen) {
      this.#countAgain()
      return
    }
    this.#concerned = concerned
    this.#tell({ rows: new Set(), structural: false })
  }

  #stopCounting(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** As few rows as can be. */
  *#allConcernedInSteps(): Generator<void, Set<string>> {
    const { store } = this.#model
    const { slots: wanted } = yield* this.#wantedInSteps()
    const places = new Map<string, number>()
    for (let i = 0; i < wanted.length; i++) {
      places.set(store.rowIds[wanted[i]!] ?? '', i)
      if (i % ROWS_PER_STEP === 0) {
        yield
      }
    }
    const shown = this.rows()
    yield
    const stay = shown.filter(({ id }) => places.has(id))
    const moving = outOfPlace(Uint32Array.from(stay, ({ id }) => places.get(id) ?? 0))
    return new Set([
      ...shown.flatMap(({ id }) => (places.has(id) ? [] : [id])),
      ...[...places.keys()].filter((row) => !this.#order.has(row)),
      ...moving.flatMap((i) => stay[i]?.id ?? []),
    ])
  }

  /** Whether the row would move, come or go, seen against the rows next to it that would not. */
  #isConcerned(row: string): boolean {
    const slot = this.#liveSlot(row)
    const run = this.#order.runOf(row)
    if (slot === null) {
      return false
    }
    const passes = this.#passing(Uint32Array.of(slot)).length === 1
    if (!passes || run === null) {
      return passes !== (run !== null)
    }
    if (!isSamePath(run.path, this.#grouping.pathsOf(Uint32Array.of(slot))(0))) {
      return true
    }
    const around = [this.#settled(row, -1), slot, this.#settled(row, 1)].flatMap((one) => one ?? [])
    const places = this.#placesNow()
    const natural = Uint32Array.from(around).sort((a, b) => places[a]! - places[b]!)
    return this.#grouping.arrange(this.#sorted(natural)).slots.some((one, i) => one !== around[i])
  }

  /** The next row on display in this direction that stays where it is. */
  #settled(row: string, step: 1 | -1): number | null {
    for (const other of this.#order.beside(row, step)) {
      const slot = this.#concerned.has(other) ? null : this.#liveSlot(other)
      if (slot !== null) {
        return slot
      }
    }
    return null
  }

  #liveSlot(row: string): number | null {
    const slot = this.#model.store.slotOf(row)
    return slot === undefined || this.#placesNow()[slot] === 0 ? null : slot
  }

  #tell(change: ModelChange): void {
    this.#version++
    for (const listener of this.#listeners) {
      listener(change)
    }
  }
}
