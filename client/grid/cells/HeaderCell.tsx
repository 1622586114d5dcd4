import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconEye,
  IconFilter,
  IconLock,
  IconMathFunction,
} from '@tabler/icons-react'
import { useContext, useEffect } from 'react'
import type { HeaderProps } from '../react/reactHeader.tsx'
import { HeaderContext, type HeaderView } from './HeaderContext.ts'
import { placeBelow } from './placeBelow.ts'

/** Words for what a person should know of the column; they are also its tooltip. */
export interface HeaderCellParams {
  unit?: string
  /** It has a formula. */
  computed: string | null
  /** Why this person cannot write here. */
  lock: string | null
  /** Only some people see it. */
  audience: string | null
  /** Numbers: the name stands above their right edge. */
  end?: boolean
  required?: boolean
}

/** Name of the field with its marks, its unit on a second line, and the button of its menu. */
export function HeaderCell(props: HeaderProps & HeaderCellParams) {
  const { displayName, unit, computed, lock, audience, end, column, eGridHeader } = props
  const view = useContext(HeaderContext)
  const key = column.getColId()
  const sort = view?.sortOf(key) ?? null
  useEffect(() => {
    eGridHeader.setAttribute('aria-sort', sort === null ? 'none' : sort.descending ? 'descending' : 'ascending')
  }, [eGridHeader, sort])
  return (
    <div className={end === true ? 'hd hd-end' : 'hd'}>
      <span className="hd-name">
        <span className="ell">{displayName}</span>
        {computed !== null && <IconMathFunction size={13} stroke={1.8} aria-label={computed} role="img" />}
        {lock !== null && <IconLock size={12} stroke={1.8} aria-label={lock} role="img" />}
        {audience !== null && <IconEye size={12} stroke={1.8} aria-label={audience} role="img" className="hd-quiet" />}
        {view !== null && <ViewMarks view={view} columnKey={key} />}
      </span>
      <span className="hd-unit">{unit === undefined || unit === '' ? '\u00a0' : <bdi>{unit}</bdi>}</span>
      {view !== null && (
        <button
          type="button"
          className="hd-menu"
          tabIndex={-1}
          aria-label={view.words.menuOf(displayName)}
          aria-haspopup="menu"
          // The keyboard stays where it is, and is there again when the menu closes.
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => view.openMenu(key, placeBelow(event.currentTarget))}
        >
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      )}
    </div>
  )
}

function ViewMarks({ view, columnKey }: { view: HeaderView; columnKey: string }) {
  const sort = view.sortOf(columnKey)
  const Arrow = sort?.descending === true ? IconArrowDown : IconArrowUp
  return (
    <>
      {sort !== null && (
        <span className="hd-sort" data-testid="sort-mark">
          <Arrow
            size={13}
            stroke={2}
            role="img"
            aria-label={sort.descending ? view.words.descending : view.words.ascending}
          />
          {sort.place !== null && <span className="hd-place">{sort.place}</span>}
        </span>
      )}
      {view.isFiltered(columnKey) && (
        <IconFilter size={13} stroke={2} role="img" aria-label={view.words.filtered} className="hd-filtered" />
      )}
    </>
  )
}
