import { numberIn } from '#client/features/changing/numberIn.ts'
import type { FactorSetBody, FactorSetReply } from '#shared/api/factorSets.ts'
import {
  AMOUNT_UNITS,
  type AmountUnit,
  SET_COLUMNS,
  SET_LAYOUTS,
  type SetColumn,
  type SetLayout,
} from '#shared/emissions/factorSet.ts'
import { GWP_SETS, type GwpSet } from '#shared/emissions/gas.ts'

/** What is said of a set, as it stands in the form: numbers are texts. */
export interface SetDraft {
  publisher: string
  title: string
  edition: string
  year: string
  published: string
  licence: string
  url: string
  layout: SetLayout
  /** Null: several are read. */
  sheet: string | null
  headerRow: string
  /** Columns from 1. */
  columns: Partial<Record<SetColumn, number>>
  amountUnit: AmountUnit
  geography: string
  /** Empty: not stated. */
  gwp: GwpSet | ''
}

export function draftOf(set: FactorSetReply): SetDraft {
  const { reading, publisher, title, edition, licence, url } = set
  const columns = SET_COLUMNS.flatMap((column) => {
    const at = reading.columns[column]
    return at === undefined ? [] : [[column, at] as const]
  })
  return {
    publisher,
    title,
    edition,
    licence,
    url,
    year: set.year === null ? '' : String(set.year),
    published: set.published_on ?? '',
    layout: reading.layout,
    sheet: reading.sheet,
    headerRow: String(reading.header_row ?? ''),
    columns: Object.fromEntries(columns),
    amountUnit: reading.amount_unit,
    geography: reading.geography,
    gwp: reading.gwp ?? '',
  }
}

/** Paths of the fields whose numbers are none. */
export function unreadable({ year, headerRow }: SetDraft): string[] {
  const texts = { year, 'reading.header_row': headerRow }
  return Object.entries(texts).flatMap(([path, text]) => {
    const number = numberIn(text)
    return number === null || Number.isInteger(number) ? [] : [path]
  })
}

export function bodyOf(draft: SetDraft): FactorSetBody {
  const { publisher, title, edition, licence, url, layout, sheet, columns, geography } = draft
  const year = numberIn(draft.year)
  return {
    publisher,
    title,
    edition,
    licence,
    url,
    ...(year !== null && { year }),
    published_on: draft.published === '' ? null : draft.published,
    reading: {
      layout,
      sheet: layout === 'egrid' ? null : sheet,
      header_row: numberIn(draft.headerRow),
      columns,
      amount_unit: draft.amountUnit,
      geography,
      gwp: draft.gwp === '' ? null : draft.gwp,
    },
  }
}

export const layoutIn = (text: string): SetLayout => SET_LAYOUTS.find((one) => one === text) ?? 'table'
export const amountUnitIn = (text: string): AmountUnit => AMOUNT_UNITS.find((one) => one === text) ?? 'kg'
export const gwpIn = (text: string): SetDraft['gwp'] => GWP_SETS.find((one) => one === text) ?? ''
