import { signedNumberIn } from '#client/features/changing/numberIn.ts'
import type { WhatIfBody } from '#shared/api/whatIf.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'

/** What is thought otherwise as it stands on the page: numbers are texts, and lines may be half filled. */
export interface WhatIfDraft {
  /** Empty: the cycle's own. */
  gwpSet: string
  factorYear: string
  factors: readonly FactorLine[]
  activities: readonly ActivityLine[]
}

export interface FactorLine {
  factorId: string
  /** Empty: not chosen yet. */
  insteadId: string
}

export interface ActivityLine {
  /** Of `columnKey`. */
  column: string
  /** Empty: all rows. */
  site: string
  percent: string
}

export const NOTHING: WhatIfDraft = { gwpSet: '', factorYear: '', factors: [], activities: [] }

export const columnKey = ({ table_id: table, field }: { table_id: string; field: string }): string =>
  `${table} ${field}`

/** A percentage as people write it; null where it is none, or less than nothing would be left. */
export function percentIn(text: string): number | null {
  const percent = signedNumberIn(text.replace('%', '')) ?? Number.NaN
  return percent >= -100 ? percent : null
}

export const isYear = (text: string): boolean => text.trim() === '' || /^(199\d|20\d\d)$/.test(text.trim())

/** The lines that say something; others wait. */
export function bodyOf({ gwpSet, factorYear, factors, activities }: WhatIfDraft): WhatIfBody {
  const set = GWP_SETS.find((one) => one === gwpSet)
  const year = factorYear.trim()
  return {
    ...(set !== undefined && { gwp_set: set }),
    ...(year !== '' && isYear(year) && { factor_year: Number(year) }),
    factors: factors
      .filter(({ insteadId }) => insteadId !== '')
      .map(({ factorId, insteadId }) => ({ factor_id: factorId, instead_id: insteadId })),
    activities: activities.flatMap(({ column, site, percent: text }) => {
      const [table_id = '', field = ''] = column.split(' ')
      const percent = percentIn(text)
      return percent === null || percent === 0
        ? []
        : [{ table_id, field, site: site === '' ? null : site, multiply: (100 + percent) / 100 }]
    }),
  }
}

/** What was kept, to go on from. */
export const draftOf = ({ gwp_set: set, factor_year: year, factors, activities }: WhatIfBody): WhatIfDraft => ({
  gwpSet: set ?? '',
  factorYear: year === undefined ? '' : String(year),
  factors: factors.map(({ factor_id: factorId, instead_id: insteadId }) => ({ factorId, insteadId })),
  activities: activities.map(({ multiply, site, ...column }) => ({
    column: columnKey(column),
    site: site ?? '',
    percent: String(Number((multiply * 100 - 100).toFixed(9))),
  })),
})
