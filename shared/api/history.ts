import { z } from 'zod'
import { CHANGE_KINDS, HISTORY_KINDS, ROW_CHANGES } from '../cells/changeKinds.ts'
import { CHANGED_BY, CHANGED_WHAT } from '../views/changedFilter.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'
import { CellValueReply } from './rows.ts'

/**
 * Contracts of the history of a sheet. Of fields that the caller may not read now there is nothing in it: no value, no
 * count, no entry. Times are exact to the microsecond, so that they can be asked for again.
 */

const Person = z.object({ id: z.string(), name: z.string() })

/** What the lists of this file can be narrowed to. */
const FILTERS = {
  /** Field key. */
  field: z.string().min(1).max(200).optional(),
  /** User id. */
  user: z.guid().optional(),
  gesture: z.enum(HISTORY_KINDS).optional(),
  /** From this time on. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Up to this time, with it. */
  until: z.iso.datetime({ offset: true }).optional(),
}

export const RowHistoryQuery = z.strictObject({ cycle_id: z.guid(), ...FILTERS, ...PAGE_QUERY })
export type RowHistoryQuery = z.infer<typeof RowHistoryQuery>

/** One change of one cell of a row. */
export const CellChangeReply = z.object({
  /** Position in the journal of the part that the field lies in. */
  seq: z.number().int(),
  at: z.string(),
  field: z.string(),
  old: CellValueReply,
  new: CellValueReply,
  /** Null: the system. */
  user: Person.nullable(),
  /** How it was written: `socket`, `api`, `import`, `fold` or `system`. */
  origin: z.string(),
  gesture: z.enum(CHANGE_KINDS),
  gesture_id: z.string(),
  /** How many cells that gesture changed. */
  gesture_cells: z.number().int(),
})
export type CellChangeReply = z.infer<typeof CellChangeReply>

export const RowHistoryReply = pageOf(CellChangeReply)
export type RowHistoryReply = z.infer<typeof RowHistoryReply>

export const SheetHistoryQuery = z.strictObject({
  cycle_id: z.guid(),
  /** Only what changed that row. */
  row: z.string().min(1).max(36).optional(),
  ...FILTERS,
  ...PAGE_QUERY,
})
export type SheetHistoryQuery = z.infer<typeof SheetHistoryQuery>

/** One cell, or what happened to a row as a whole: then `field` is null. */
export const GestureChangeReply = z.object({
  row: z.string(),
  field: z.string().nullable(),
  row_change: z.enum(ROW_CHANGES).nullable(),
  old: CellValueReply,
  new: CellValueReply,
})
export type GestureChangeReply = z.infer<typeof GestureChangeReply>

/** One thing that somebody did. */
export const GestureReply = z.object({
  id: z.string(),
  gesture: z.enum(HISTORY_KINDS),
  at: z.string(),
  /** Null: the system. */
  user: Person.nullable(),
  origin: z.string(),
  /** How many cells it changed, and in which fields. */
  cells: z.number().int(),
  fields: z.array(z.string()),
  rows: z.object({
    added: z.number().int(),
    moved: z.number().int(),
    deleted: z.number().int(),
    restored: z.number().int(),
  }),
  /** In the history of a row everything that happened to the row; else everything, when that is little; else empty. */
  changes: z.array(GestureChangeReply),
  /** What was written in the note of a row without a long pause, by `gesture` `noted`; null: cells or rows were changed. */
  note: z
    .object({
      row: z.string(),
      /** What differs, with a few words around it; both empty: only how it looks. */
      old: z.string(),
      new: z.string(),
      /** Who wrote, in the order in which they began. */
      users: z.array(Person),
    })
    .nullable(),
})
export type GestureReply = z.infer<typeof GestureReply>

export const SheetHistoryReply = pageOf(GestureReply)
export type SheetHistoryReply = z.infer<typeof SheetHistoryReply>

export const ChangedRowsQuery = z.strictObject({
  cycle_id: z.guid(),
  /** From this time on. */
  since: z.iso.datetime({ offset: true }),
  what: z.enum(CHANGED_WHAT).default('changed'),
  by: z.enum(CHANGED_BY).default('anyone'),
})
export type ChangedRowsQuery = z.infer<typeof ChangedRowsQuery>

/** Ids of rows, of deleted ones too, in no order that means anything. */
export const ChangedRowsReply = z.object({
  /** Everything that was acknowledged by then is in it. */
  at: z.string(),
  rows: z.array(z.string()),
})
export type ChangedRowsReply = z.infer<typeof ChangedRowsReply>

export const GestureChangesQuery = z.strictObject({ cycle_id: z.guid(), ...PAGE_QUERY })
export type GestureChangesQuery = z.infer<typeof GestureChangesQuery>

export const GestureChangesReply = pageOf(GestureChangeReply)
export type GestureChangesReply = z.infer<typeof GestureChangesReply>

export const HistoryOutlineQuery = z.strictObject({
  cycle_id: z.guid(),
  /** From this time on; without it, since there is a sheet. */
  since: FILTERS.since,
})
export type HistoryOutlineQuery = z.infer<typeof HistoryOutlineQuery>

/** When there were changes, and who made them: for a time line and for filters. */
export const HistoryOutlineReply = z.object({
  /** Since when there is a sheet; null when there is none yet. */
  created_at: z.string().nullable(),
  /** Where the outline begins. */
  since: z.string().nullable(),
  until: z.string(),
  /** The time between is cut into equal pieces; those in which something changed, in order. */
  marks: z.array(z.object({ from: z.string(), to: z.string(), gestures: z.number().int() })),
  people: z.array(Person),
  gestures: z.array(z.enum(HISTORY_KINDS)),
})
export type HistoryOutlineReply = z.infer<typeof HistoryOutlineReply>

export const SheetAtQuery = z.strictObject({
  table_id: z.guid(),
  cycle_id: z.guid(),
  at: z.iso.datetime({ offset: true }),
})
export type SheetAtQuery = z.infer<typeof SheetAtQuery>

/** A sheet as it was, with the fields that the caller may read now. */
export const SheetAtReply = z.object({
  at: z.string(),
  /** Since when there is a sheet; null when there is none. */
  since: z.string().nullable(),
  /**
   * One Yjs update in base64: the first state of a document that holds every readable field, laid out as live documents are,
   * in whichever part it lay then. Null: there was no sheet yet.
   */
  content: z.string().nullable(),
})
export type SheetAtReply = z.infer<typeof SheetAtReply>
