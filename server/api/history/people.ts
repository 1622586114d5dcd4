import type { AppServices } from '../AppServices.ts'

interface Person {
  id: string
  name: string
}

/** Who is behind user ids; null stands for the system. */
export async function loadPeople(
  { db }: Pick<AppServices, 'db'>,
  ids: Iterable<string | null>,
): Promise<(id: string | null) => Person | null> {
  const known = [...new Set(ids)].flatMap((id) => id ?? [])
  const people: Person[] = known.length === 0 ? [] : await db('users').whereIn('id', known).select('id', 'name')
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return (id) => (id === null ? null : { id, name: names.get(id) ?? 'Unknown' })
}
