/**
 * What a note may hold: the names of TipTap's nodes and marks that we use, and what each may have. Everything else is
 * refused by the server, and is not in the editor's schema either.
 */

/** Headings of a note go so deep. */
export const HEADING_LEVELS = [1, 2, 3] as const

/** Lists and quotes in each other at most so deep. */
export const MAX_NOTE_DEPTH = 24
/** UTF-16 units of text. */
export const MAX_NOTE_LENGTH = 50_000
export const MAX_LINK_LENGTH = 2000

type Rule = (value: unknown) => boolean

interface NodeRule {
  /** What may stand in it; 'text' = marked text and line breaks. */
  holds: readonly string[] | 'text' | 'nothing'
  attributes: Readonly<Record<string, Rule>>
}

const BLOCKS = ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote'] as const

const isWhole = (from: number, to: number): Rule => {
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
}
const isOneOf = (...known: readonly unknown[]): Rule => {
  return (value) => known.includes(value)
}

export const NOTE_NODES: Readonly<Record<string, NodeRule>> = {
  doc: { holds: BLOCKS, attributes: {} },
  paragraph: { holds: 'text', attributes: {} },
  heading: { holds: 'text', attributes: { level: isOneOf(...HEADING_LEVELS) } },
  bulletList: { holds: ['listItem'], attributes: {} },
  orderedList: {
    holds: ['listItem'],
    attributes: { start: isWhole(0, 99_999), type: isOneOf('1', 'a', 'A', 'i', 'I') },
  },
  listItem: { holds: BLOCKS, attributes: {} },
  blockquote: { holds: BLOCKS, attributes: {} },
  hardBreak: { holds: 'nothing', attributes: {} },
}

/** Where a link may lead: pages and addresses, never a script. */
export function isNoteLink(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_LINK_LENGTH || /[\p{Cc}\s]/u.test(value)) {
    return false
  }
  return URL.canParse(value) && ['http:', 'https:', 'mailto:'].includes(new URL(value).protocol)
}

const NO_ATTRIBUTES = {}
export const NOTE_MARKS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  bold: NO_ATTRIBUTES,
  italic: NO_ATTRIBUTES,
  underline: NO_ATTRIBUTES,
  strike: NO_ATTRIBUTES,
  code: NO_ATTRIBUTES,
  link: { href: isNoteLink },
}

/** What one of these names has, and never what every object has. */
export function ruleOf<T>(rules: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(rules, name) ? rules[name]! : null
}
