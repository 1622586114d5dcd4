import { Button } from '@mantine/core'
import { Avatar } from '#client/components/Avatar.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { Following } from './useFollowing.ts'

/** Says whose cells are kept in view. It floats: it goes at a click, and no cell may move under that. */
export function FollowingPill({ following: { person, stop }, t }: { following: Following; t: SheetTranslate }) {
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
