import { columnLetters, xmlText } from './sheetXml.ts'
import type { WorkbookColumn } from './workbook.ts'

/**
 * Lists that cells offer (ECMA-376 Part 1, 18.3.1.32 and 18.2.5): the rows of one column, under a name, so that it does not
 * matter how the sheet that holds them is called in the end. No cell becomes a formula by it.
 */

/** Where a list is found. */
export interface ListPlace {
  name: string
  sheet: string
  /** Of its column. */
  letters: string
  length: number
}

/** The lists in the columns of a sheet. */
export function listsOf(sheet: string, columns: readonly WorkbookColumn[]): ListPlace[] {
  return columns.flatMap(({ list }, index) =>
    list === undefined ? [] : [{ ...list, sheet, letters: columnLetters(index) }],
  )
}

/** Their names for the workbook; nothing when there are none. */
export function listNamesXml(lists: readonly ListPlace[]): string {
  if (lists.length === 0) {
    return ''
  }
  const names = lists.map(({ name, sheet, letters, length }) => {
    const place = `'${sheet.replaceAll("'", "''")}'!$${letters}$2:$${letters}$${length + 1}`
    return `<definedName name="${name}">${xmlText(place)}</definedName>`
  })
  return `<definedNames>${names.join('')}</definedNames>`
}

/** What cells of columns offer, below their titles down to the last row; nothing when they offer nothing. */
export function offersXml(columns: readonly WorkbookColumn[], lastRow: number): string {
  const offers = columns.flatMap(({ offers: name }, index) => {
    const letters = columnLetters(index)
    return name === undefined
      ? []
      : [
          `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="${letters}2:${letters}${lastRow}"><formula1>${name}</formula1></dataValidation>`,
        ]
  })
  return offers.length === 0 ? '' : `<dataValidations count="${offers.length}">${offers.join('')}</dataValidations>`
}
