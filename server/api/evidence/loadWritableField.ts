import type { Field } from '#shared/fields/field.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

/** The field that a file is for: one of type evidence that the person may write now. A field that they may not read is unknown. */
export async function loadWritableField(
  services: AppServices,
  identity: Identity,
  address: SheetAddress,
  key: string,
): Promise<Field> {
  const { access } = await loadSheetAccess(services, identity, address)
  const field = access.readable.find((one) => one.key === key && one.type === 'evidence')
  if (field === undefined) {
    const message = `There is no field “${key.slice(0, 100)}” for files in this table. Name one of type evidence.`
    throw new ValidationError([{ path: 'field', code: 'unknown-field', message }])
  }
  if (!access.writable.has(field.ordinal)) {
    authorize(identity, 'update', 'Row', access.place) // says why
    throw new PermissionError('update', 'Row', field.name)
  }
  return field
}
