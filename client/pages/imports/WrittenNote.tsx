import type { ImportReply } from '#shared/api/imports.ts'
import { num } from '#client/theme/format.ts'
import { useImportWords } from './words/useImportWords.ts'

/** How many rows of an import stand in the sheet; nothing while none does. */
export function WrittenNote({ found: { counts, state } }: { found: Pick<ImportReply, 'counts' | 'state'> }) {
  const t = useImportWords()
  if (counts === null || counts.written === 0) {
    return null
  }
  const written = num(counts.written)
  return state === 'partly_committed' ? (
    <p className="note note-warn">{t('partly', { written, all: num(counts.added + counts.changed) })}</p>
  ) : (
    <p className="note note-ok" role="status">
      {t('done', { count: counts.written, shown: written })}
    </p>
  )
}
