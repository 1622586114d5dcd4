/** Converts a field in a process of its own, so that a test can kill it. Started with the URL of the database and the conversion. */
import { openPool } from '#server/storage/database/openPool.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { convertField, FIELDS_VERSION, type FieldConversion } from '../convertField.ts'

const [appUrl, given] = process.argv.slice(2)
const pool = openPool({ url: appUrl!, poolSize: 3 }, () => {})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the test sent
const conversion = JSON.parse(given!) as FieldConversion
process.send?.('ready')
for (let outcome = ''; outcome !== 'changed';) {
  const { rows } = await inTenantOn(pool, conversion.tenantId, (client) =>
    client.query<{ version: string }>(FIELDS_VERSION, [conversion.tenantId, conversion.tableId]),
  )
  outcome = await convertField(pool, { ...conversion, version: rows[0]!.version }, () => {})
}
process.send?.('changed')
await pool.end()
