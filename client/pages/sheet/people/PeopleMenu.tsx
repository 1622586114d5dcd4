import { Menu } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useContext, useState } from 'react'
import type { CellRef } from '#client/grid/Selection.ts'
import { Avatar, Avatars } from '#client/components/Avatar.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { PeopleContext } from './SheetPeople.tsx'

const ICON = { size: 15, stroke: 1.6 } as const

/** Who else has the sheet open, and the way to their cells. */
export function PeopleMenu(props: {
  nameOfCell: (cell: CellRef) => string
  t: SheetTranslate
  onGo: (cell: CellRef) => void
}) {
  const { t, onGo } = props
  const { people, following } = useContext(PeopleContext)
  const [isGone, setGone] = useState(false)
  const label = t('here', { names: people.map((person) => person.name).join(', ') })
  if (people.length === 0) {
    return <span data-testid="presence" role="group" aria-label={label} />
  }
  return (
    // whoever has gone to a cell has the keyboard there: the menu takes it back to its button otherwise
    <Menu position="bottom-end" offset={4} withinPortal returnFocus={!isGone} onOpen={() => setGone(false)}>
      <Menu.Target>
        <button type="button" className="people-here" data-testid="presence" aria-label={label}>
          <Avatars people={people} live max={4} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {people.map((person) => (
          <Menu.Item
            key={person.id}
            leftSection={<Avatar person={person} size={22} live named={false} />}
            disabled={person.at === null}
            onClick={() => {
              if (person.at !== null) {
                setGone(true)
                onGo(person.at)
              }
            }}
          >
            <bdi>{person.name}</bdi>
            <span className="people-where cap">{person.at === null ? t('noCell') : props.nameOfCell(person.at)}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        {people.map((person) => {
          const isFollowed = following.person?.id === person.id
          return (
            <Menu.Item
              key={person.id}
              leftSection={isFollowed ? <IconEyeOff {...ICON} /> : <IconEye {...ICON} />}
              onClick={() => (isFollowed ? following.stop() : following.follow(person.id))}
            >
              {t(isFollowed ? 'unfollow' : 'follow', { name: person.name })}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
