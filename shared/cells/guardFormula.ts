/** What a spreadsheet may take for the beginning of a formula or of a command (OWASP ASVS 5.0, 1.2.10), full-width forms too. */
const RISKY = /^'*[=+\-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}]/u

/**
 * A text that no spreadsheet computes when it opens the file: an apostrophe stands before one that would begin a formula, and
 * one more before a text that looks guarded itself, so that `unguardFormula` gives every text back. Numbers are not texts: a
 * negative number stays one.
 */
export const guardFormula = (text: string): string => (RISKY.test(text) ? `'${text}` : text)

/** The text that `guardFormula` was given. */
export const unguardFormula = (text: string): string =>
  text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text
