import type { GestureReply } from '#shared/api/history.ts'
import type { HistoryFace } from './HistoryChange.tsx'

/** What differs in the note of a row. `isNamed`: with the name of the row, which leads to it. */
export function NotedText(props: { note: NonNullable<GestureReply['note']>; isNamed: boolean; face: HistoryFace }) {
  const { note, isNamed, face } = props
  const { t, model } = face
  const first = model.fields[0]?.key
  return (
    <div className="hist-change hist-noted">
      {isNamed && (
        <button
          type="button"
          className="hist-cell ell"
          onClick={() => first !== undefined && face.onGo({ row: note.row, key: first })}
        >
          <bdi>{face.rowName(note.row) || t('rowGone')}</bdi>
        </button>
      )}
      {note.old === '' && note.new === '' && <span className="dim">{t('noteLooksOnly')}</span>}
      {note.old !== '' && (
        <p dir="auto">
          <del>{note.old}</del>
        </p>
      )}
      {note.new !== '' && (
        <p dir="auto">
          <ins>{note.new}</ins>
        </p>
      )}
    </div>
  )
}
