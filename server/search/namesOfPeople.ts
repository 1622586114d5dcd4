import type { AppServices } from '../api/AppServices.ts'
import type { SearchedSheet } from './searchedSheets.ts'

/** Those whom cells can name, also who left: by these names people know the cells. */
const NAMES = `SELECT u.id, u.name FROM memberships ms JOIN users u ON u.id = ms.user_id WHERE ms.tenant_id = $1`

/** Names of the people of the tenant by id; none when no field of the sheets holds people. */
export async function namesOfPeople(
  { reader }: Pick<AppServices, 'reader'>,
  tenantId: string,
  sheets: readonly SearchedSheet[],
): Promise<Map<string, string>> {
  if (!sheets.some(({ fields }) => fields.some(({ type }) => type === 'person'))) {
    return new Map()
  }
  const people = await reader.read<{ id: string; name: string }>(tenantId, { sql: NAMES, bindings: [tenantId] })
  return new Map(people.map(({ id, name }) => [id, name]))
}
