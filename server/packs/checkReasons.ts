import type { FrozenRecords } from '../runs/FrozenCycle.ts'
import type { ChoiceRecord, RowRecord } from '../runs/packRecords.ts'
import { PackDifference } from './PackDifference.ts'

const ASSESSMENTS = 'assessments.ndjson'
const CHOICES = 'choices.ndjson'

const SUBJECTS = { table: 'a table', factor: 'a factor', rate: 'an instrument' } as const

/** Throws PackDifference where an assessment is of a table, a factor, an instrument or a column that is not in the pack, or one is told twice. */
export function checkAssessments({ assessments, tables, factors, instruments, fields }: FrozenRecords): void {
  const subjects = {
    table: new Set(tables.map(({ id }) => id)),
    factor: new Set(factors.map(({ id }) => id)),
    rate: new Set(instruments.map(({ id }) => id)),
  }
  const places = new Set(fields.map(({ id, table_id: table }) => `${table} ${id}`))
  const seen = new Set<string>()
  for (const [index, { kind, subject, columns }] of assessments.entries()) {
    const about = { file: ASSESSMENTS, row: `line ${index + 1}` }
    if (!subjects[kind].has(subject) || seen.has(`${kind} ${subject}`)) {
      throw new PackDifference({
        ...about,
        field: 'subject',
        expected: `${SUBJECTS[kind]} of the pack, once`,
        found: subject,
      })
    }
    seen.add(`${kind} ${subject}`)
    for (const [column, field] of Object.entries(columns)) {
      if (field !== null && !places.has(`${subject} ${field}`)) {
        const expected = 'a field of its table'
        throw new PackDifference({ ...about, field: `columns.${column}`, expected, found: field })
      }
    }
  }
}

/** The reasons of a pack against its rows: each is of a cell that names the factor that was chosen. */
export class ReasonsOfRows {
  /** By table and row: what is told of it. */
  readonly #open = new Map<string, { line: number; choice: ChoiceRecord }[]>()

  /** Throws PackDifference where a reason is for another factor than its suggestion chose. */
  constructor(choices: readonly ChoiceRecord[]) {
    for (const [line, choice] of choices.entries()) {
      const chosen = choice.suggestion.chosen?.factor.id ?? ''
      if (chosen !== choice.factor_id) {
        throw new PackDifference({ ...placeOf(line), field: 'factor_id', expected: chosen, found: choice.factor_id })
      }
      for (const row of choice.rows) {
        const key = `${choice.table_id} ${row}`
        this.#open.set(key, [...(this.#open.get(key) ?? []), { line, choice }])
      }
    }
  }

  /** Throws PackDifference where a cell names another factor. */
  compare(tableId: string, rows: readonly RowRecord[]): void {
    if (this.#open.size === 0) {
      return
    }
    for (const { id, values } of rows) {
      const key = `${tableId} ${id}`
      for (const { line, choice } of this.#open.get(key) ?? []) {
        const found = values[String(choice.ordinal)]
        if (found !== choice.factor_id) {
          const expected = `${String(found)}, as row ${id} has it`
          throw new PackDifference({ ...placeOf(line), field: 'factor_id', expected, found: choice.factor_id })
        }
      }
      this.#open.delete(key)
    }
  }

  /** Throws PackDifference where a reason is of a row that is not in the pack. */
  finish(): void {
    for (const [key, [first]] of this.#open) {
      throw new PackDifference({
        ...placeOf(first?.line ?? 0),
        field: 'rows',
        expected: 'a row of the pack',
        found: key,
      })
    }
  }
}

const placeOf = (line: number): { file: string; row: string } => ({ file: CHOICES, row: `line ${line + 1}` })
