import { useQuery } from '@tanstack/react-query'
import { emissionsQuery } from '#client/api/queries.ts'
import { PeopleInSheets } from '#client/features/people/PeopleInSheets.tsx'
import { usePeopleInSheets } from '#client/features/people/usePeopleInSheets.ts'

/** Everybody else who works in a sheet of the cycle now, each once. */
export function PeopleNow({ cycleId }: { cycleId: string }) {
  const { data: figures } = useQuery(emissionsQuery(cycleId))
  const people = new Map(usePeopleInSheets(cycleId).map((person) => [person.id, person]))
  const nameOfTable = (id: string): string => figures?.by_table.find((table) => table.table_id === id)?.name ?? ''
  return figures === undefined ? null : (
    <PeopleInSheets people={[...people.values()]} cycleId={cycleId} nameOfTable={nameOfTable} />
  )
}
