import type { SheetViewReply } from '#shared/api/sheetViews.ts'
import { readableView, type ViewReader } from '#shared/views/readableView.ts'
import { ViewDefinition } from '#shared/views/viewDefinition.ts'
import type { SheetView } from '../models/SheetView.ts'

/** A view without what concerns columns that its reader does not read. */
export function presentSheetView({ id, name, ownerId, definition }: SheetView, reader: ViewReader): SheetViewReply {
  return { id, name, shared: ownerId === null, definition: readableView(ViewDefinition.parse(definition), reader) }
}
