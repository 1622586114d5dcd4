/** A text that a formula makes is at most so long, so that texts made of texts stay small. */
export const MAX_MADE_TEXT = 2000

/** A part that is looked for: a long one that almost occurs everywhere takes long to find. */
export const MAX_SOUGHT = 100

/** The text, or nothing where it is too long to be one. */
export const shortEnough = (text: string): string | null => (text.length <= MAX_MADE_TEXT ? text : null)
