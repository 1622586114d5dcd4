import { Button } from '@mantine/core'
import { useContext } from 'react'
import { Avatar } from '#client/components/Avatar.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { PeopleContext } from './SheetPeople.tsx'

/** Says whose cells are kept in view. It floats: it goes at a click, and no cell may move under that. */
export function FollowingPill({ t }: { t: SheetTranslate }) {
  const { person, stop } = useContext(PeopleContext).following
  return person === null ? null : (
    <div className="following" role="status" data-testid="following">
      <Avatar person={person} size={18} live named={false} />
      <span>{t('following', { name: person.name })}</span>
      <Button size="compact-xs" variant="default" onClick={stop}>
        {t('unfollow', { name: person.name })}
      </Button>
    </div>
  )
}
