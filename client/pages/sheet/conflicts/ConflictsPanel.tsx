import { Button } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ConflictReply } from '#shared/api/conflicts.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { formatCell } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { Conflicts } from './useConflicts.ts'

/** Both values of every cell that two people wrote at once, and the choice between them. */
export function ConflictsPanel(props: {
  model: SheetModel
  conflicts: Conflicts
  /** Id of the user who looks at it. */
  userId: string
  writable: ReadonlySet<number>
  rowName: (row: string) => string
  t: SheetTranslate
  onGo: (cell: CellRef) => void
  onClose: () => void
}) {
  const { model, conflicts, t } = props
  return (
    <aside className="side" aria-label={t('conflictsTitle')} data-testid="conflicts">
      <SideHead
        icon={<IconArrowsSplit2 size={18} stroke={1.7} className="warn" />}
        title={t('conflictsTitle')}
        t={t}
        onClose={props.onClose}
      />
      <div className="side-scroll">
        <p>{t('conflictsText')}</p>
        {conflicts.open.length === 0 && <p className="dim">{t('conflictsNone')}</p>}
        {conflicts.open.map((conflict) => {
          const field = model.field(conflict.field)
          return field === undefined ? null : (
            <Conflict key={conflict.id} {...props} conflict={conflict} field={field} />
          )
        })}
      </div>
    </aside>
  )
}

function Conflict({
  conflict,
  field,
  conflicts,
  userId,
  writable,
  rowName,
  t,
  onGo,
}: Parameters<typeof ConflictsPanel>[0] & { conflict: ConflictReply; field: Field }) {
  const shown = (value: CellValue): string => formatCell(field, value) || t('empty')
  const name = [rowName(conflict.row_id), field.name].filter((part) => part !== '').join(' · ')
  const nameOf = (person: ConflictReply['kept_by']): string => (person.id === userId ? t('you') : person.name)
  return (
    <section className="conflict" aria-label={name}>
      <button
        type="button"
        className="conflict-cell ell"
        dir="auto"
        onClick={() => onGo({ row: conflict.row_id, key: field.key })}
      >
        <bdi>{name}</bdi>
      </button>
      <dl>
        <Version label={t('conflictKept')} person={conflict.kept_by} name={nameOf(conflict.kept_by)}>
          <b>{shown(conflict.kept)}</b>
        </Version>
        <Version label={t('conflictLost')} person={conflict.lost_by} name={nameOf(conflict.lost_by)}>
          {shown(conflict.lost)}
        </Version>
      </dl>
      <div className="row">
        <Button size="compact-sm" variant="default" onClick={() => conflicts.keep(conflict)}>
          {t('conflictKeep', { value: shown(conflict.kept) })}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!writable.has(field.ordinal)}
          onClick={() => conflicts.take(conflict)}
        >
          {t('conflictTake', { value: shown(conflict.lost) })}
        </Button>
      </div>
    </section>
  )
}

function Version({
  label,
  person,
  name,
  children,
}: {
  label: string
  person: ConflictReply['kept_by']
  name: string
  children: ReactNode
}) {
  return (
    <div className="conflict-version">
      <dt className="cap">{label}</dt>
      <dd>
        <bdi>{children}</bdi>
        <span className="dim">
          <Avatar person={{ ...person, colour: userColour(person.id) }} size={18} named={false} /> {name}
        </span>
      </dd>
    </div>
  )
}
