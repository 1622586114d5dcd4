import { NoteChangesReply, NotedRowsReply, NoteReply, NotesQuery } from '#shared/api/notes.ts'
import { route } from '../routing/Route.ts'
import { loadNote, loadNoteChanges, loadNotedRows } from './loadNotes.ts'

const TAG = 'Notes'

const ofRow = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/note',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'The note of a row, as TipTap JSON and as plain text',
  query: NotesQuery,
  reply: NoteReply,
  async handle({ identity, params, query, services }) {
    const sheet = { tableId: params['id']!, cycleId: query.cycle_id }
    return loadNote(services, identity, { sheet, rowId: params['row_id']! })
  },
})

const changes = route({
  method: 'get',
  path: '/tables/{id}/rows/{row_id}/note/changes',
  freeParams: ['row_id'],
  tag: TAG,
  summary: 'Who wrote to the note of a row and when, newest first',
  query: NotesQuery,
  reply: NoteChangesReply,
  async handle({ identity, params, query, services }) {
    const sheet = { tableId: params['id']!, cycleId: query.cycle_id }
    return { data: await loadNoteChanges(services, identity, { sheet, rowId: params['row_id']! }) }
  },
})

const ofSheet = route({
  method: 'get',
  path: '/tables/{id}/notes',
  tag: TAG,
  summary: 'The rows of a sheet that have a note, with how it begins',
  query: NotesQuery,
  reply: NotedRowsReply,
  async handle({ identity, params, query, services }) {
    const sheet = { tableId: params['id']!, cycleId: query.cycle_id }
    return { data: await loadNotedRows(services, identity, sheet) }
  },
})

export const noteRoutes = [ofRow, changes, ofSheet]
