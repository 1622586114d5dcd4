import { Tooltip } from '@mantine/core'
import { initials } from './initials.ts'

/** Someone as the page shows them. */
export interface Person {
  id: string
  name: string
  /** Index of the person's colour, 0 to 7. */
  colour: number
}

/** Initials in the person's colour; the ring of `live` means "here now". */
export function Avatar(props: {
  person: Person
  size?: number
  live?: boolean
  /** False where the name is written beside it anyway. */
  named?: boolean
}) {
  const { person, size = 24, live = false, named = true } = props
  return (
    <Tooltip label={person.name} disabled={!named}>
      <span
        className={live ? 'avatar avatar-live' : 'avatar'}
        role="img"
        aria-label={person.name}
        style={{ width: size, height: size, fontSize: size * 0.4, '--peer': `var(--peer-${person.colour})` }}
      >
        {initials(person.name)}
      </span>
    </Tooltip>
  )
}

/** A row of people; those beyond `max` are counted. */
export function Avatars(props: { people: readonly Person[]; size?: number; max?: number; live?: boolean }) {
  const { people, size = 24, max = 4, live = false } = props
  return (
    <span className="avatars">
      {people.slice(0, max).map((person) => (
        <Avatar key={person.id} person={person} size={size} live={live} />
      ))}
      {people.length > max && (
        <Tooltip
          label={people
            .slice(max)
            .map((person) => person.name)
            .join(', ')}
        >
          <span className="avatar avatar-more" style={{ width: size, height: size, fontSize: size * 0.4 }}>
            <bdi>+{people.length - max}</bdi>
          </span>
        </Tooltip>
      )}
    </span>
  )
}
