import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useReportsWords } from '../words/useReportsWords.ts'

/** Moves a thing of a list up or down, or takes it away. */
export function PlaceButtons(props: {
  /** What it is called for who cannot see where the button stands. */
  name: string
  at: number
  of: number
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}) {
  const { name, at, of, onMove, onRemove } = props
  const t = useReportsWords()
  return (
    <span className="row builder-place">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('moveUp', { name })}
        disabled={at === 0}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('moveDown', { name })}
        disabled={at === of - 1}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('remove', { name })}
        disabled={of === 1}
        onClick={onRemove}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </span>
  )
}
