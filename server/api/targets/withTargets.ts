import type { Knex } from 'knex'
import { isPointing } from '#shared/fields/target.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, type SheetAccess, type SheetRow, sheetStatement } from '#server/policies/sheetAccess.ts'
import { mayListPeople, mayReadAddresses } from '#server/policies/target.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { factorTargets } from './factorTargets.ts'
import { peopleTargets } from './peopleTargets.ts'
import { rowTargets } from './rowTargets.ts'
import type { TargetSource } from './TargetSource.ts'

export interface PointingField {
  identity: Identity
  /** The sheet that the field is in. */
  sheet: SheetAddress
  access: SheetAccess
  field: Field
}

/** Runs `work` with what the cells of the field can point at; null for a field whose cells point at nothing. */
export async function withTargets<T>(
  services: Pick<AppServices, 'db' | 'reader' | 'collaboration'>,
  { identity, sheet, access, field }: PointingField,
  work: (source: TargetSource) => Promise<T>,
): Promise<T | null> {
  const { type, targetTableId, targetFieldId } = field
  if (!isPointing(type)) {
    return null
  }
  if (type !== 'reference') {
    return inTenant(services.db, identity.tenantId, (trx) => work(listedIn(trx, { identity, access, field })))
  }
  // The rows of the same cycle. What the caller may read of them is asked anew, as of any sheet.
  const target = { tableId: targetTableId ?? '', cycleId: sheet.cycleId }
  const [found] = await services.reader.read<SheetRow>(identity.tenantId, sheetStatement(identity.tenantId, target))
  if (found?.behind === true) {
    await services.collaboration.waitUntilProjected(identity.tenantId, target)
  }
  const readable = accessTo(identity, found)
  return inTenant(services.db, identity.tenantId, (trx) => work(rowTargets(trx, target, readable, targetFieldId ?? '')))
}

function listedIn(
  trx: Knex.Transaction,
  { identity, access, field }: Pick<PointingField, 'identity' | 'access' | 'field'>,
): TargetSource {
  return field.type === 'factor'
    ? factorTargets(trx, access.cycle.factorYear, field.unit)
    : peopleTargets(trx, identity.tenantId, {
        lists: mayListPeople(access, field),
        addresses: mayReadAddresses(identity),
      })
}
