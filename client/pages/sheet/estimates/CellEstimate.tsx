import type { Field } from '#shared/fields/field.ts'
import { EstimateCard } from '#client/features/estimates/EstimateCard.tsx'
import { EstimateDialog } from '#client/features/estimates/EstimateDialog.tsx'
import type { SheetEstimate } from './useSheetEstimates.ts'

/** What the menu of a cell says of estimates: about the one that it holds, or by what its emptiness can be filled. */
export type CellEstimate =
  | { kind: 'about'; estimate: SheetEstimate; mayEnd: boolean }
  | { kind: 'make'; row: string; field: Field; what: string }

/** The dialog about the estimate of one cell. */
export function CellEstimateDialog(props: {
  of: CellEstimate
  sheet: { table_id: string; cycle_id: string }
  say: (text: string) => void
  onClose: () => void
}) {
  const { of, sheet, say, onClose } = props
  return of.kind === 'about' ? (
    <EstimateCard estimate={of.estimate} cycleId={sheet.cycle_id} onSaid={of.mayEnd ? say : null} onClose={onClose} />
  ) : (
    <EstimateDialog
      asked={{
        cycleId: sheet.cycle_id,
        tableId: sheet.table_id,
        place: { row: of.row },
        field: of.field.key,
        what: of.what,
      }}
      onClose={onClose}
      onSaid={say}
    />
  )
}
