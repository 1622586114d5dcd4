import { z } from 'zod'
import { CYCLE_STATUSES } from './cycles.ts'
import { PAGE_QUERY } from './pagination.ts'

/** What can be found, in the order in which it is shown. */
export const SEARCH_KINDS = ['table', 'row', 'note', 'evidence', 'factor'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

export const MOST_SEARCHED_LETTERS = 200
const DEFAULT_HITS = 8
const MOST_HITS = 50

/** Contract of `GET search`. */
export const SearchQuery = z.strictObject({
  /** Words; each must begin some word of what is found. Case, accents and the spellings of Arabic letters do not matter. */
  q: z.string().trim().min(1).max(MOST_SEARCHED_LETTERS),
  /** Only these. Without it some of every kind are found. */
  kind: z.enum(SEARCH_KINDS).optional(),
  /** How many of each kind at most. */
  limit: z.coerce.number().int().min(1).max(MOST_HITS).default(DEFAULT_HITS),
  /** `next_cursor` of the page before, with the same `q` and `kind`. */
  cursor: PAGE_QUERY.cursor,
})
export type SearchQuery = z.infer<typeof SearchQuery>

const Named = z.object({ id: z.string(), name: z.string() })

export const SearchHit = z.object({
  kind: z.enum(SEARCH_KINDS),
  /** Of the row, note, file, factor or table; the same row can be in several cycles. */
  id: z.string(),
  /** What it is called. */
  title: z.string(),
  /** The text that was found, piece by piece; empty when that is the title. */
  excerpt: z.array(z.object({ text: z.string(), matched: z.boolean() })),
  /** Of what lies in a sheet, where; of a table the cycle that it opens in. Null: in the library of factors. */
  where: z
    .object({
      project: Named,
      module: Named.extend({ scope: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
      table: Named,
      cycle: Named.extend({ status: z.enum(CYCLE_STATUSES) }),
      /** The column that the text stands in; null where it is not in a cell. */
      field: z.object({ key: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
  /** Where a browser opens it: a path on this server. */
  link: z.string(),
})
export type SearchHit = z.infer<typeof SearchHit>

export const SearchReply = z.object({
  data: z.array(SearchHit),
  /** With `kind`: of the next page, which may be the only one with something in it. Null otherwise, and at the end. */
  next_cursor: z.string().nullable(),
  /** Kinds of which there may be more than `data` shows. */
  more: z.array(z.enum(SEARCH_KINDS)),
})
export type SearchReply = z.infer<typeof SearchReply>
