import { useEffect, useState } from 'react'
import { parsePresence } from '#collab/protocol/awareness.ts'
import { useMe } from '#client/api/session.ts'
import { Avatars, type Person } from '#client/components/Avatar.tsx'
import type { NoteSession } from '#client/sync/notes/NoteSession.ts'

/** Who else has the note open. */
export function NotePeople({ session }: { session: NoteSession }) {
  const { user } = useMe()
  const [people, setPeople] = useState<readonly Person[]>([])
  useEffect(() => {
    const { awareness } = session
    const read = (): void => {
      const states = [...awareness.getStates().values()].flatMap((state) => parsePresence(state)?.user ?? [])
      const others = new Map(states.filter(({ id }) => id !== user.id).map((person) => [person.id, person]))
      setPeople([...others.values()])
    }
    read()
    awareness.on('change', read)
    return () => awareness.off('change', read)
  }, [session, user.id])
  return people.length === 0 ? null : <Avatars people={people} size={20} live />
}
