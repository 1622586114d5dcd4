import type { Field } from '#shared/fields/field.ts'
import type { HistoryKind } from '#shared/cells/changeKinds.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { HistoryFilter } from '#server/history/HistoryChange.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

/** What one person may know of the history of a sheet. */
export interface HistoryAccess {
  /** Typed fields that they may read now, by ordinal. */
  fields: ReadonlyMap<number, Field>
  /** The same, and what happens to rows as a whole. */
  visible: readonly number[]
}

/** Row order and deletion mark: what happens to rows as a whole. */
const ROW_ORDINALS = [0, 1]

/** Everything that was acknowledged before the call is in the history after it. */
export async function loadHistoryAccess(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
): Promise<HistoryAccess> {
  const { access } = await loadSheetAccess(services, identity, sheet)
  await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
  await services.collaboration.waitUntilNotesProjected(identity.tenantId, sheet)
  const typed = access.readable.filter(({ type }) => type !== 'formula')
  const fields = new Map(typed.map((field) => [field.ordinal, field]))
  return { fields, visible: [...ROW_ORDINALS, ...fields.keys()] }
}

interface AskedFilter {
  field?: string | undefined
  user?: string | undefined
  gesture?: HistoryKind | undefined
  since?: string | undefined
  until?: string | undefined
}

/** A field that the person may not read is not known here: asking for it would tell that it changed. */
export function filterOf(
  { fields }: HistoryAccess,
  { field, user, gesture, since, until }: AskedFilter,
  all: readonly number[],
): HistoryFilter {
  const ordinals =
    field === undefined ? all : [...fields.values()].flatMap(({ key, ordinal }) => (key === field ? [ordinal] : []))
  if (ordinals.length === 0 && field !== undefined) {
    const message = `There is no field "${field}" that has a history. Formulas are computed and have none.`
    throw new ValidationError([{ path: 'field', code: 'unknown-field', message }])
  }
  return { ordinals, actorId: user, kind: gesture, since, until }
}
