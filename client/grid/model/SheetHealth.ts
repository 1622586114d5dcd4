import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { cellProblem, isMissing } from '#shared/cells/cellProblem.ts'
import type { Field } from '#shared/fields/field.ts'
import { Duplicates } from './Duplicates.ts'

const NUMBER = 1

const hasRange = ({ rules }: Field): boolean => rules?.min !== undefined || rules?.max !== undefined

/** How many cells of the sheet show an error or are missing. After an edit only the touched rows are looked at again. */
export class SheetHealth {
  #store: SheetColumns
  readonly #fields: readonly Field[]
  readonly #duplicates: Duplicates
  #areDuplicatesOld = true
  #errors = new Uint16Array(0)
  #missing = new Uint16Array(0)
  #dirty: Set<number> | 'all' = 'all'
  #totals = { errors: 0, missing: 0 }

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
    if (slots === 'all' || this.#dirty === 'all') {
      this.#dirty = 'all'
      return
    }
    for (const slot of slots) {
      this.#dirty.add(slot)
    }
  }

  /** The same rows and fields are read from other columns from now on. */
  moveTo(store: SheetColumns): void {
    this.#store = store
    this.#dirty = 'all'
    this.#areDuplicatesOld = true
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

  #refresh(): void {
    const dirty = this.#dirty
    if (dirty !== 'all' && dirty.size === 0) {
      return
    }
    this.#dirty = new Set()
    if (this.#areDuplicatesOld) {
      this.#areDuplicatesOld = false
      this.#duplicates.refresh(this.#store)
    }
    const rows = this.#store.rowIds.length
    if (rows > this.#errors.length) {
      const capacity = Math.ceil(rows * 1.25)
      const [errors, missing] = [new Uint16Array(capacity), new Uint16Array(capacity)]
      errors.set(this.#errors)
      missing.set(this.#missing)
      this.#errors = errors
      this.#missing = missing
    }
    const live = this.#store.liveSlots()
    for (const slot of dirty === 'all' ? live : dirty) {
      this.#look(slot)
    }
    const totals = { errors: 0, missing: 0 }
    for (const slot of live) {
      totals.errors += (this.#errors[slot] ?? 0) + this.#duplicates.of(slot)
      totals.missing += this.#missing[slot] ?? 0
    }
    this.#totals = totals
  }

  #look(slot: number): void {
    let [errors, missing] = [0, 0]
    for (const field of this.#fields) {
      const kind = this.#store.kinds(field.ordinal)[slot] ?? 0
      if (this.breaksCondition(slot, field)) {
        errors++
      } else if (kind === 0) {
        missing += field.required ? 1 : 0
      } else if (!(field.type === 'number' && kind === NUMBER && !hasRange(field))) {
        const value = this.#store.value(slot, field.ordinal)
        errors += cellProblem(field, value) === null ? 0 : 1
        missing += isMissing(field, value) ? 1 : 0
      }
    }
    this.#errors[slot] = errors
    this.#missing[slot] = missing
  }
}
