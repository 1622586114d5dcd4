import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '#client/components/Avatar.tsx'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import type { PersonInTable } from './usePeopleInSheets.ts'
import './people.css'

const MOST = 4

/** Who is there now; each leads into the sheet and to their cell. Those beyond four are counted and named in a tooltip. */
export function PeopleInSheets(props: {
  people: readonly PersonInTable[]
  cycleId: string
  nameOfTable: (tableId: string) => string
}) {
  const { people, cycleId, nameOfTable } = props
  const { t } = useTranslation()
  if (people.length === 0) {
    return null
  }
  const [shown, rest] = people.length > MOST ? [people.slice(0, MOST - 1), people.slice(MOST - 1)] : [people, []]
  const others = rest.map(({ name }) => name).join(', ')
  return (
    <span className="avatars people-in-sheets" role="group" aria-label={t('hereNow')}>
      {shown.map((person) => (
        <Tooltip
          key={`${person.id} ${person.tableId}`}
          label={
            <>
              <bdi>{person.name}</bdi> · <bdi>{nameOfTable(person.tableId)}</bdi>
            </>
          }
        >
          <Link
            to={linkToSheet(person.tableId, cycleId, { person: person.id })}
            aria-label={t('goToPerson', { name: person.name, table: nameOfTable(person.tableId) })}
          >
            <Avatar person={person} size={22} live named={false} />
          </Link>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Tooltip label={others}>
          <span className="avatar avatar-more" role="img" aria-label={others}>
            <bdi>+{rest.length}</bdi>
          </span>
        </Tooltip>
      )}
    </span>
  )
}
