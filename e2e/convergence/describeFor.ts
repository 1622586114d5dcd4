/** What `GET sheets` says of a sheet of the live fixture to one person. */
import { isDeepStrictEqual } from 'node:util'
import type { Collaboration } from '#server/collaboration/collaboration.ts'
import type { AuthorizeSheet, Identity } from '#server/collaboration/ports.ts'
import type { TestSheet } from '#server/testing/LiveFixture.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { SheetReply } from '#shared/api/sheets.ts'

export async function describeFor(
  {
    collaboration,
    authorizeSheet,
  }: { collaboration: Pick<Collaboration, 'partDocument'>; authorizeSheet: AuthorizeSheet },
  identity: Identity,
  sheet: TestSheet,
): Promise<SheetReply> {
  const { tenantId, tableId, cycleId } = sheet
  const access = await authorizeSheet(identity, { tableId, cycleId })
  const { parts, locked } = access
  const described = await Promise.all(
    parts.map(async ({ part, fields, writable }) => {
      const { name, generation } = await collaboration.partDocument(tenantId, { tableId, cycleId, part })
      const held = fields.filter(({ type }) => type !== 'formula')
      return {
        part,
        document: name,
        generation,
        fields: held.map(({ key }) => key),
        writable: held.filter(({ ordinal }) => !locked && writable.has(ordinal)).map(({ key }) => key),
      }
    }),
  )
  if (!isDeepStrictEqual(await authorizeSheet(identity, { tableId, cycleId }), access)) {
    return describeFor({ collaboration, authorizeSheet }, identity, sheet) // a field was on its way to another part
  }
  const fields = parts.flatMap((part) => part.fields)
  return {
    table_id: tableId,
    cycle_id: cycleId,
    status: locked ? 'locked' : 'open',
    parts: described.toSorted((a, b) => Number(b.part === 'common') - Number(a.part === 'common')),
    cycle: {
      id: cycleId,
      project_id: 'p',
      name: 'FY2025',
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      status: locked ? 'locked' : 'open',
      gwp_set: 'AR5',
      factor_year: 2025,
      version: 1,
      restates: null,
      restated_by: null,
      restatement: null,
    },
    table: {
      id: tableId,
      module_id: 'm',
      key: 't',
      name: 'T',
      description: '',
      position: 0,
      fields: fields.map((field) => ({
        ...field,
        options: [],
        readers: field.readers === null ? null : [...field.readers],
        writers: null,
        released: false,
        elsewhere: null,
        target: null,
        validation: {
          required: false,
          options: null,
          min: null,
          max: null,
          mask: null,
          unique: false,
          formula: null,
          message: null,
        },
      })),
    },
    module: {
      id: 'm',
      project_id: 'p',
      key: 'm',
      name: 'M',
      description: '',
      scope: 1,
      s3_category: null,
      iso_category: '1',
      iso_chosen: false,
      position: 0,
    },
    locked,
    can_add_rows: parts.some(({ writable }) => !locked && writable.has(ORDER)),
    can_delete_rows: parts.some(({ writable }) => !locked && writable.has(DELETED)),
    can_write: described.some((part) => part.writable.length > 0),
    compute: { gwp_set: 'AR5', gwp: {}, factor_year: 2025, factors: [] },
  }
}
