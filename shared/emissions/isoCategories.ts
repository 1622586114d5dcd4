/**
 * The categories of ISO 14064-1:2018 (clause 5.2.4), with the subcategories of its annex B: 1 direct emissions, 2 imported energy,
 * 3 transportation, 4 products that the organisation uses, 5 use of products from the organisation, 6 other sources. A code is a
 * category, or with a point a subcategory of it. Scope 2 is not a term of this standard: what is in it is category 2.
 */
export const ISO_CATEGORIES = [1, 2, 3, 4, 5, 6] as const
export type IsoCategory = (typeof ISO_CATEGORIES)[number]

export const ISO_CODES = [
  '1',
  '1.1',
  '1.2',
  '1.3',
  '1.4',
  '1.5',
  '2',
  '2.1',
  '2.2',
  '3',
  '3.1',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  '4',
  '4.1',
  '4.2',
  '4.3',
  '4.4',
  '4.5',
  '5',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
  '6',
] as const
export type IsoCode = (typeof ISO_CODES)[number]

type Placed = { scope: 1 | 2 | 3; s3_category: number | null }

/**
 * Of the fifteen categories of scope 3. Twelve have a subcategory of annex B by their name. Of three the standard says less, and
 * no published table was found that places them:
 * 3: fuel- and energy-related activities are products that are used, because category 2 is the combustion for final energy
 *    alone, without what is upstream and without losses (annex B.3). ISO/TR 14069:2013 has them as an item of their own
 *    (8, between imported energy and purchased products).
 * 10 and 14: processing of sold products and franchises are downstream of what the organisation gives away, so they stand in 5
 *    without a subcategory. ISO/TR 14069:2013 has downstream franchises beside downstream leasing (20 and 21), and no processing.
 * They are defaults: whoever manages the module chooses another code where the programme that is reported to has one.
 */
const OF_SCOPE_3: Readonly<Record<number, IsoCode>> = {
  1: '4.1',
  2: '4.2',
  3: '4.1',
  4: '3.1',
  5: '4.3',
  6: '3.5',
  7: '3.3',
  8: '4.4',
  9: '3.2',
  10: '5',
  11: '5.1',
  12: '5.3',
  13: '5.2',
  14: '5',
  15: '5.4',
}

/** Where a module belongs as long as nobody says otherwise. */
export function defaultIsoCode({ scope, s3_category: category }: Placed): IsoCode {
  return scope === 3 ? (OF_SCOPE_3[category ?? 0] ?? '6') : scope === 2 ? '2' : '1'
}

/** Whether a module of a scope may stand there: direct emissions are category 1, those of energy 2, all others 3 to 6. */
export function isIsoCodeOf(code: IsoCode, scope: 1 | 2 | 3): boolean {
  const category = isoCategoryOf(code)
  return scope === 3 ? category >= 3 : category === scope
}

/** The category of a code. */
export function isoCategoryOf(code: IsoCode): IsoCategory {
  return ISO_CATEGORIES.find((category) => String(category) === code[0]) ?? 6
}
