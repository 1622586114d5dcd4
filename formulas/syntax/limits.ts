/** How large a formula may be, so that a hostile one costs no more than a long one. */
export const MAX_FORMULA_LENGTH = 2000
export const MAX_FORMULA_NODES = 500
export const MAX_FORMULA_DEPTH = 50
