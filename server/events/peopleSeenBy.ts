import type { PeopleInSheets } from '#shared/events/events.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetPeople } from './SheetPeople.ts'
import { mayHear, type TablePlace } from './watchCycles.ts'

/** Who is in the sheets of a cycle, as far as this person may open these sheets themselves. */
export async function peopleSeenBy(
  identity: Identity,
  cycleId: string,
  people: SheetPeople,
  placeOf: (tenantId: string, tableId: string) => Promise<TablePlace | null>,
): Promise<PeopleInSheets> {
  const { tenantId } = identity
  const places = new Map<string, TablePlace | null>()
  for (const { table_id: tableId } of people.of(tenantId, cycleId)) {
    places.set(tableId, await placeOf(tenantId, tableId))
  }
  // read again behind the waiting: what is sent last is what holds
  const sheets = people.of(tenantId, cycleId).filter(({ table_id: tableId }) => {
    const place = places.get(tableId) ?? null
    return place !== null && mayHear(identity, { place, part: COMMON_PART, fields: [] })
  })
  return { cycle_id: cycleId, sheets }
}
