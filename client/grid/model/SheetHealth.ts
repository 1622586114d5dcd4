import { atOnce } from '#collab/schema/inSlices.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { KIND_NUMBER } from '#collab/schema/StoreColumn.ts'
import type { Field } from '#shared/fields/field.ts'
import { Duplicates } from './Duplicates.ts'
import { areNumbersFine, markColumn, marksOf, MISSING, WRONG } from './markColumn.ts'

const FEW_ROWS = 200

/** How many cells of the sheet show an error or are missing. After an edit only the touched rows are looked at again. */
export class SheetHealth {
  readonly #store: SheetColumns
  readonly #fields: readonly Field[]
  readonly #duplicates: Duplicates
  #areDuplicatesOld = true
  #areTotalsOld = true
  #errors = new Uint16Array(0)
  #missing = new Uint16Array(0)
  #dirty: Set<number> | 'all' = 'all'
  #totals = { errors: 0, missing: 0 }
  /** What changed while the rows are being looked at in steps; null: they are not. */
  #meanwhile: Set<number> | 'all' | null = null

  readonly #breaksCondition: (slot: number, field: Field) => boolean

  /** `breaksCondition`: the condition of a field is false in that row. */
  constructor(
    store: SheetColumns,
    fields: readonly Field[],
    breaksCondition: (slot: number, field: Field) => boolean = () => false,
  ) {
    this.#breaksCondition = breaksCondition
    this.#store = store
    this.#fields = fields.filter((field) => field.type !== 'formula')
    this.#duplicates = new Duplicates(this.#fields)
  }

  /** True when cells of other rows than these may have got another mark. */
  see(slots: ReadonlySet<number> | 'all', ordinals: ReadonlySet<number> | 'all', structural: boolean): boolean {
    const isWide = this.#duplicates.concerns(structural ? 'all' : ordinals)
    this.#areDuplicatesOld ||= isWide
    this.#seeSlots(slots)
    return isWide
  }

  #seeSlots(slots: ReadonlySet<number> | 'all'): void {
    this.#dirty = withSlots(this.#dirty, slots)
    this.#meanwhile = this.#meanwhile === null ? null : withSlots(this.#meanwhile, slots)
  }

  /** Over the rows that exist. */
  totals(): { errors: number; missing: number } {
    this.#refresh()
    return this.#totals
  }

  hasProblem(slot: number): boolean {
    this.#refresh()
    return (this.#errors[slot] ?? 0) + (this.#missing[slot] ?? 0) + this.#duplicates.of(slot) > 0
  }

  /** Something is wrong, not only missing. */
  hasErrors(slot: number): boolean {
    this.#refresh()
    return (this.#errors[slot] ?? 0) + this.#duplicates.of(slot) > 0
  }

  breaksCondition(slot: number, field: Field): boolean {
    return field.rules?.formula !== undefined && this.#breaksCondition(slot, field)
  }

  /** Another row holds the same value in a unique field. */
  isDuplicate(slot: number, ordinal: number): boolean {
    this.#refresh()
    return this.#duplicates.has(slot, ordinal)
  }

  /** Looks at the rows that changed. What that means for the whole sheet is found when somebody asks. */
  look(): void {
    atOnce(this.lookInSteps())
  }

  /** The same, a column a step where many rows changed. What changes meanwhile is looked at the next time. */
  *lookInSteps(): Generator<void> {
    const dirty = this.#dirty
    if (dirty !== 'all' && dirty.size <= FEW_ROWS) {
      this.#lookAtFew(dirty)
      return
    }
    const meanwhile = new Set<number>()
    this.#meanwhile = meanwhile
    const slots = dirty === 'all' ? this.#store.liveSlots() : Uint32Array.from(dirty)
    const counts = this.#newCounts()
    for (const field of this.#fields) {
      this.#mark(field, slots, counts)
      yield
      if (this.#meanwhile !== meanwhile) {
        return // somebody could not wait and has looked, or everything is other by now
      }
    }
    if (dirty === 'all') {
      this.#errors = counts.errors
      this.#missing = counts.missing
    } else {
      this.#grow()
      for (const slot of slots) {
        this.#errors[slot] = counts.errors[slot]!
        this.#missing[slot] = counts.missing[slot]!
      }
    }
    this.#dirty = meanwhile
    this.#meanwhile = null
    this.#areTotalsOld = true
  }

  #lookAtFew(dirty: ReadonlySet<number>): void {
    if (dirty.size > 0) {
      this.#grow()
      dirty.forEach((slot) => this.#look(slot))
      this.#dirty = new Set()
      this.#areTotalsOld = true
    }
  }

  #refresh(): void {
    if (this.#dirty === 'all' || this.#dirty.size > 0) {
      this.look()
    }
    if (this.#areTotalsOld) {
      this.#sum()
    }
  }

  #sum(): void {
    this.#areTotalsOld = false
    if (this.#areDuplicatesOld) {
      this.#areDuplicatesOld = false
      this.#duplicates.refresh(this.#store)
    }
    const totals = { errors: 0, missing: 0 }
    for (const slot of this.#store.liveSlots()) {
      totals.errors += (this.#errors[slot] ?? 0) + this.#duplicates.of(slot)
      totals.missing += this.#missing[slot] ?? 0
    }
    this.#totals = totals
  }

  #newCounts(): Counts {
    const capacity = Math.ceil(this.#store.rowIds.length * 1.25)
    return { errors: new Uint16Array(capacity), missing: new Uint16Array(capacity) }
  }

  #grow(): void {
    if (this.#store.rowIds.length > this.#errors.length) {
      const { errors, missing } = this.#newCounts()
      errors.set(this.#errors)
      missing.set(this.#missing)
      this.#errors = errors
      this.#missing = missing
    }
  }

  #mark(field: Field, slots: Uint32Array, { errors, missing }: Counts): void {
    const count = (slot: number, marks: number): void => {
      errors[slot]! += marks & WRONG ? 1 : 0
      missing[slot]! += marks & MISSING ? 1 : 0
    }
    if (field.rules?.formula === undefined) {
      markColumn(this.#store, field, slots, count)
    } else {
      slots.forEach((slot) => count(slot, this.#marks(slot, field)))
    }
  }

  #look(slot: number): void {
    let [errors, missing] = [0, 0]
    for (const field of this.#fields) {
      const marks = this.#marks(slot, field)
      errors += marks & WRONG ? 1 : 0
      missing += marks & MISSING ? 1 : 0
    }
    this.#errors[slot] = errors
    this.#missing[slot] = missing
  }

  #marks(slot: number, field: Field): number {
    if (this.breaksCondition(slot, field)) {
      return WRONG
    }
    const isFine = this.#store.kinds(field.ordinal)[slot] === KIND_NUMBER && areNumbersFine(field)
    return isFine ? 0 : marksOf(field, this.#store.value(slot, field.ordinal))
  }
}

/** By slot. */
interface Counts {
  errors: Uint16Array<ArrayBuffer>
  missing: Uint16Array<ArrayBuffer>
}

function withSlots(known: Set<number> | 'all', slots: ReadonlySet<number> | 'all'): Set<number> | 'all' {
  if (known === 'all' || slots === 'all') {
    return 'all'
  }
  slots.forEach((slot) => known.add(slot))
  return known
}
