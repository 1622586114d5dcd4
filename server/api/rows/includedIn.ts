import type { IncludedReply, IncludedKind } from '#shared/api/rows.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, type SheetAccess, type SheetRow, sheetStatement } from '#server/policies/sheetAccess.ts'
import { type FactorRow, presentListedFactor } from '#server/presenters/presentFactor.ts'
import { presentRow } from '#server/presenters/presentRow.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { gwpsOf } from '../factors/factorDetail.ts'
import { factorRows } from '../factors/factorRows.ts'
import { loadPeople } from '../history/people.ts'
import { computedOf } from './computedOf.ts'
import type { StoredRow } from './rowsQuery.ts'
import { storedRows } from './storedRows.ts'

/** A page of rows of a sheet that the caller may read. */
export interface ReadPage {
  identity: Identity
  sheet: SheetAddress
  access: SheetAccess
  /** Those of the reply. */
  fields: readonly Field[]
  rows: readonly StoredRow[]
}

/**
 * What the rows of a page point at, each thing once and only as far as the caller may read it by its own address: a
 * reference into a table that is hidden from them brings nothing. A reference needs one look into its table, however many
 * rows point there.
 */
export async function includedIn(
  services: AppServices,
  page: ReadPage,
  kinds: readonly IncludedKind[],
): Promise<IncludedReply> {
  const included: IncludedReply = {}
  if (kinds.includes('users')) {
    const ids = page.rows.flatMap(({ updated_by: id }) => id ?? [])
    const personOf = await loadPeople(services, ids)
    included.users = [...new Set(ids)].flatMap((id) => personOf(id) ?? [])
  }
  if (kinds.includes('factors')) {
    included.factors = await factorsOf(services, page)
  }
  if (kinds.includes('rows')) {
    included.rows = await pointedRows(services, page)
  }
  return included
}

async function factorsOf(services: AppServices, page: ReadPage): Promise<IncludedReply['factors']> {
  const { identity, access } = page
  const ids = fieldsOf(page, 'factor').flatMap((field) => idsIn(page, field))
  if (ids.length === 0 || !identity.ability.can('read', 'Factor')) {
    return []
  }
  return inTenant(services.db, identity.tenantId, async (trx) => {
    const found: FactorRow[] = await factorRows(trx).whereIn('f.id', ids).orderBy(['f.name', 'f.id'])
    const gwps = await gwpsOf(trx, access.cycle.gwpSet)
    return found.map((row) => presentListedFactor(row, gwps))
  })
}

/** References point at rows of the same cycle. */
async function pointedRows(services: AppServices, page: ReadPage): Promise<IncludedReply['rows']> {
  const byTable = Map.groupBy(fieldsOf(page, 'reference'), (field) => field.targetTableId ?? '')
  const included: NonNullable<IncludedReply['rows']> = []
  for (const [tableId, fields] of byTable) {
    const ids = fields.flatMap((field) => idsIn(page, field))
    included.push(...(ids.length === 0 ? [] : await rowsOf(services, page, tableId, ids)))
  }
  return included
}

async function rowsOf(
  services: AppServices,
  { identity, sheet }: ReadPage,
  tableId: string,
  ids: readonly string[],
): Promise<NonNullable<IncludedReply['rows']>> {
  const { db, reader, collaboration } = services
  const { tenantId } = identity
  const target = { tableId, cycleId: sheet.cycleId }
  const [found] = await reader.read<SheetRow>(tenantId, sheetStatement(tenantId, target))
  const access = accessTo(identity, found)
  if (access === null || found === undefined) {
    return []
  }
  if (found.behind) {
    await collaboration.waitUntilProjected(tenantId, target)
  }
  const wanted = storedRows(db, tenantId, target, {
    sortExpressions: [],
    narrow: (rows) => void rows.whereIn('row_id', [...new Set(ids)]),
  }).orderBy(['order_key', 'row_id'])
  const rows = await reader.read<StoredRow>(tenantId, wanted.toSQL().toNative())
  const computed = await computedOf(services, access, access.readable, rows)
  return rows.map((row, i) => ({ table_id: tableId, ...presentRow(row, { computed: computed[i] }, access.readable) }))
}

const fieldsOf = ({ fields }: ReadPage, type: FieldType): Field[] => fields.filter((field) => field.type === type)

function idsIn({ rows }: ReadPage, { ordinal }: Field): string[] {
  return rows.flatMap(({ values }) => {
    const value = values[ordinal]
    return typeof value === 'string' && value !== '' ? [value] : []
  })
}
