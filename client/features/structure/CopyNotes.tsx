import { useTranslation } from 'react-i18next'
import type { CopyNote } from '#shared/api/copies.ts'
import { num } from '#client/theme/format.ts'

/** What does not come along, each with its reason. */
export function CopyNotes({ notes }: { notes: readonly CopyNote[] }) {
  const { t } = useTranslation('structure')
  return (
    <ul>
      {notes.map(({ table, field, code, cells }) => (
        <li key={`${table} ${field} ${code}`} dir="auto">
          {t(`note_${code}`, { field, table, cells: num(cells ?? 0) })}
        </li>
      ))}
    </ul>
  )
}
