import { useNavigate } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import { handFiles } from './handedFile.ts'

/** Where the imports of a sheet are. */
export const importsPath = ({ table_id, cycle_id }: Pick<SheetReply, 'table_id' | 'cycle_id'>): string =>
  `/sheets/${table_id}/${cycle_id}/imports`

/** Takes files that were dropped on a sheet to its imports; undefined where the person may not write. */
export function useBringFile(sheet: SheetReply): ((files: readonly File[]) => void) | undefined {
  const go = useNavigate()
  return sheet.can_write
    ? (files) => {
        handFiles(files)
        void go(importsPath(sheet))
      }
    : undefined
}
