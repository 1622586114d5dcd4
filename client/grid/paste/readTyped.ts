import { coerceCell } from '#shared/cells/coerceCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { parseNumber } from '#shared/cells/parseNumber.ts'
import type { Field } from '#shared/fields/field.ts'
import { type CellRead, plain } from '#shared/cells/CellRead.ts'
import { ownUnitOf, readNumber } from '#shared/cells/readNumber.ts'

/** What an editor gives, as a value of its field: "1.2 MWh" in a column of kWh is 1200, and it is told of. */
export function readTyped(field: Field, raw: CellValue): CellRead {
  const own = field.type === 'number' && typeof raw === 'string' && raw.trim() !== '' ? ownUnitOf(field) : null
  return own === null || typeof raw !== 'string'
    ? plain(coerceCell(field, raw))
    : readNumber(raw, own, (text) => parseNumber(text))
}
