/** Categories of scope 3 by the numbers of the GHG Protocol. Their names are `category_1` to `category_15` of `structure`. */
export const SCOPE_3_CATEGORIES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const
export type Scope3Category = (typeof SCOPE_3_CATEGORIES)[number]
