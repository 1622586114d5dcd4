import { useEffect, useMemo, useState } from 'react'
import type { PeopleInSheets } from '#shared/events/events.ts'
import { useMe } from '#client/api/session.ts'
import type { Person } from '#client/components/Avatar.tsx'
import { watchPeople } from '#client/events/eventsSocket.ts'

/** Somebody else, and the sheet of the cycle that they have open now. */
export interface PersonInTable extends Person {
  tableId: string
}

/** Everybody else who is in a sheet of the cycle now, as the server tells it. */
export function usePeopleInSheets(cycleId: string | null): readonly PersonInTable[] {
  const me = useMe().user.id
  const [sheets, setSheets] = useState<PeopleInSheets['sheets']>([])
  useEffect(() => (cycleId === null ? undefined : watchPeople(cycleId, setSheets)), [cycleId])
  return useMemo(
    () =>
      sheets.flatMap(({ table_id: tableId, people }) =>
        people.filter(({ id }) => id !== me).map((person) => ({ ...person, tableId })),
      ),
    [sheets, me],
  )
}
