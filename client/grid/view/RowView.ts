import type { CellWords } from '#shared/cells/formatCell.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { summarize, type Summary } from '../summaries/summarize.ts'
import type { GridRow, ModelChange, RowFilter, SheetModel } from '../model/SheetModel.ts'
import { readColumn } from './columnData.ts'
import { narrow, narrowToText } from './filterRows.ts'
import { outOfPlace } from './outOfPlace.ts'
import { sortRows } from './sortRows.ts'
import { meantFilter, type ColumnFilter, type SortKey } from './viewState.ts'

/** Which rows are asked for, and in which order. */
export interface RowCriteria {
  /** What the address asks for besides the view. */
  filter: RowFilter | null
  sort: readonly SortKey[]
  filters: ReadonlyMap<string, ColumnFilter>
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

/**
 * The rows on display. Under a sort or a filter they stay as they are while people edit: a row neither moves nor
 * vanishes until `apply`, new rows stand at the end, and `pending` tells how many rows that concerns. Other criteria are
 * another RowView.
 */
export class RowView {
  readonly #model: SheetModel
  readonly #criteria: RowCriteria
  readonly #language: RowLanguage
  readonly #listeners = new Set<(change: ModelChange) => void>()
  /** Ids in the order of display; also of rows that were deleted meanwhile, which come back to their place. */
  #order: string[] = []
  #positions = new Map<string, number>()
  /** Every row that was there when the order was made or has come since, shown or not. */
  #known = new Set<string>()
  #concerned = new Set<string>()
  #rows: readonly GridRow[] | null = null
  /** By slot: the place in the sheet's own order, from 1; 0 for rows that do not exist. */
  #places: Uint32Array | null = null
  /** By field, until something changes. */
  readonly #summaries = new Map<string, Summary>()
  #slots: Uint32Array | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #seen: number
  #version = 0

  constructor(model: SheetModel, criteria: RowCriteria, language: RowLanguage) {
    this.#model = model
    this.#criteria = criteria
    this.#language = language
    this.#seen = model.version()
    this.#freeze()
  }

  /** Neither sorted nor filtered: the rows of the sheet as they are. */
  get isPlain(): boolean {
    const { filter, sort, filters, search } = this.#criteria
    return filter === null && sort.length === 0 && filters.size === 0 && search === null
  }

  /** Keeps up with the sheet until the returned function is called. */
  follow = (): (() => void) => {
    if (this.#model.version() !== this.#seen) {
      this.#see({ rows: 'all', structural: true })
    }
    const leave = this.#model.onChange((change) => this.#see(change))
    return () => {
      clearTimeout(this.#timer)
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

  /** The rows to show. The same array until they change. */
  rows(): readonly GridRow[] {
    this.#rows ??= this.isPlain ? this.#model.rowData() : this.#shownRows()
    return this.#rows
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

  /** The cells of a column over the rows on display. */
  summary(key: string): Summary | null {
    const field = this.#model.field(key)
    if (field === undefined) {
      return null
    }
    let summary = this.#summaries.get(key)
    if (summary === undefined) {
      summary = summarize(this.#model, field, this.#shownSlots())
      this.#summaries.set(key, summary)
    }
    return summary
  }

  /** Slots of the rows that pass everything but the filter of this column: what its filter can choose from. */
  candidates(key: string): Uint32Array {
    const filters = new Map(this.#criteria.filters)
    filters.delete(key)
    return this.#passing(this.#model.store.liveSlots(), { ...this.#criteria, filters })
  }

  #freeze(): void {
    const { store } = this.#model
    clearTimeout(this.#timer)
    this.#forgetRows()
    this.#concerned = new Set()
    if (this.isPlain) {
      return
    }
    const id = (slot: number): string => store.rowIds[slot] ?? ''
    const live = store.liveSlots()
    this.#order = Array.from(this.#wanted(live), id)
    this.#positions = new Map(this.#order.map((row, i) => [row, i]))
    this.#known = new Set(Array.from(live, id))
  }

  #forgetRows(): void {
    this.#rows = null
    this.#slots = null
    this.#summaries.clear()
  }

  /** Those of these rows that pass, in the order that is asked for. */
  #wanted(slots: Uint32Array): Uint32Array {
    const { sort } = this.#criteria
    return sortRows(this.#model, sort, this.#passing(slots, this.#criteria), this.#language.collator)
  }

  #passing(slots: Uint32Array, { filter, filters, search }: RowCriteria): Uint32Array {
    const model = this.#model
    const mask = new Uint8Array(slots.length).fill(1)
    if (filter !== null) {
      this.#narrowToPlace(filter, slots, mask)
    }
    for (const [key, one] of filters) {
      const field = model.field(key)
      if (field !== undefined) {
        narrow(readColumn(model, field, slots), meantFilter(one, model.targetsOf(key)?.me), mask)
      }
    }
    if (search !== null) {
      narrowToText(model, search, this.#language.words, slots, mask)
    }
    return slots.filter((_, i) => mask[i] === 1)
  }

  #narrowToPlace({ site, month, incomplete, errors }: RowFilter, slots: Uint32Array, mask: Uint8Array): void {
    const { store, fields } = this.#model
    const narrowTo = (role: Field['role'], wanted: string | null): void => {
      const field = fields.find((one) => one.role === role)
      for (let i = 0; wanted !== null && i < slots.length; i++) {
        mask[i] &&= field !== undefined && isSameValue(store.value(slots[i]!, field.ordinal), wanted) ? 1 : 0
      }
    }
    narrowTo('site', site)
    narrowTo('month', month)
    for (let i = 0; incomplete && i < slots.length; i++) {
      const slot = slots[i]!
      mask[i] &&= this.#model.isIncomplete(store.rowIds[slot] ?? '', slot) ? 1 : 0
    }
    for (let i = 0; errors && i < slots.length; i++) {
      const slot = slots[i]!
      mask[i] &&= this.#model.hasErrors(store.rowIds[slot] ?? '', slot) ? 1 : 0
    }
  }

  #shownRows(): GridRow[] {
    const places = this.#placesNow()
    const { store } = this.#model
    return this.#order.flatMap((row) => {
      const slot = store.slotOf(row)
      return slot === undefined || places[slot] === 0 ? [] : [this.#model.row(row)]
    })
  }

  #shownSlots(): Uint32Array {
    const { store } = this.#model
    this.#slots ??= this.isPlain ? store.liveSlots() : Uint32Array.from(this.rows(), ({ id }) => store.slotOf(id) ?? 0)
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
      for (const slot of store.liveSlots()) {
        const row = store.rowIds[slot] ?? ''
        if (!this.#known.has(row)) {
          this.#known.add(row)
          this.#positions.set(row, this.#order.push(row) - 1)
        }
      }
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
    clearTimeout(this.#timer)
    if (this.#model.rowCount() <= QUICK_ROWS) {
      this.#concerned = this.#allConcerned()
      return
    }
    this.#timer = setTimeout(() => {
      this.#concerned = this.#allConcerned()
      this.#tell({ rows: new Set(), structural: false })
    }, QUIET_MS)
  }

  /** As few rows as can be. */
  #allConcerned(): Set<string> {
    const { store } = this.#model
    const wanted = this.#wanted(store.liveSlots())
    const places = new Map<string, number>()
    wanted.forEach((slot, i) => places.set(store.rowIds[slot] ?? '', i))
    const shown = this.rows()
    const stay = shown.filter(({ id }) => places.has(id))
    const moving = outOfPlace(Uint32Array.from(stay, ({ id }) => places.get(id) ?? 0))
    return new Set([
      ...shown.flatMap(({ id }) => (places.has(id) ? [] : [id])),
      ...[...places.keys()].filter((row) => !this.#positions.has(row)),
      ...moving.flatMap((i) => stay[i]?.id ?? []),
    ])
  }

  /** Whether the row would move, come or go, seen against the rows next to it that would not. */
  #isConcerned(row: string): boolean {
    const slot = this.#liveSlot(row)
    const position = this.#positions.get(row)
    if (slot === null) {
      return false
    }
    const passes = this.#passing(Uint32Array.of(slot), this.#criteria).length === 1
    if (!passes || position === undefined) {
      return passes !== (position !== undefined)
    }
    const around = [this.#settled(position, -1), slot, this.#settled(position, 1)].flatMap((one) => one ?? [])
    const places = this.#placesNow()
    const natural = Uint32Array.from(around).sort((a, b) => places[a]! - places[b]!)
    const sorted = sortRows(this.#model, this.#criteria.sort, natural, this.#language.collator)
    return sorted.some((one, i) => one !== around[i])
  }

  /** The next row on display in this direction that stays where it is. */
  #settled(position: number, step: 1 | -1): number | null {
    for (let i = position + step; i >= 0 && i < this.#order.length; i += step) {
      const row = this.#order[i] ?? ''
      const slot = this.#concerned.has(row) ? null : this.#liveSlot(row)
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
