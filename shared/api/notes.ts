import { z } from 'zod'

/**
 * Contracts of notes on rows. A note is written live, in its own document (`note:{table}:{cycle}:{row}` at `/collab`);
 * here it is read. Whoever may read the rows of a sheet may read their notes.
 */

const Person = z.object({ id: z.string(), name: z.string() })

export const NotesQuery = z.strictObject({ cycle_id: z.guid() })

/** Contract of `GET tables/{id}/rows/{row_id}/note`. A row without a note has an empty text. */
export const NoteReply = z.object({
  row_id: z.string(),
  /** TipTap's JSON: nodes in each other, text with marks. Links lead to http, https and mailto only. */
  content: z.record(z.string(), z.unknown()),
  /** The same as plain text, a line for each block. */
  text: z.string(),
  /** ISO time of the last change; null: nobody has written yet. */
  updated_at: z.string().nullable(),
  updated_by: Person.nullable(),
})
export type NoteReply = z.infer<typeof NoteReply>

/** What was written to a note without a pause of five minutes. */
export const NoteChangeReply = z.object({
  /** ISO times. */
  began_at: z.string(),
  at: z.string(),
  /** Who wrote, in the order in which they began. */
  users: z.array(Person),
  /** What differs, with a few words around it; both empty: only how it looks. */
  old: z.string(),
  new: z.string(),
})
export type NoteChangeReply = z.infer<typeof NoteChangeReply>

/** Contract of `GET tables/{id}/rows/{row_id}/note/changes`: newest first, the last 200. */
export const NoteChangesReply = z.object({ data: z.array(NoteChangeReply) })
export type NoteChangesReply = z.infer<typeof NoteChangesReply>

/** Contract of `GET tables/{id}/notes`: the rows of a sheet that have a note, in no order. */
export const NotedRowsReply = z.object({
  data: z.array(
    z.object({
      row_id: z.string(),
      /** Its first 200 characters. */
      excerpt: z.string(),
      updated_at: z.string(),
      updated_by: Person,
    }),
  ),
})
export type NotedRowsReply = z.infer<typeof NotedRowsReply>
