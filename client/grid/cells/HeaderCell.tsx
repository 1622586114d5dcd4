import { IconEye, IconLock, IconMathFunction } from '@tabler/icons-react'
import type { CustomHeaderProps } from 'ag-grid-react'

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

/** Name of the field with its marks, and its unit on a second line. */
export function HeaderCell(props: CustomHeaderProps & HeaderCellParams) {
  const { displayName, unit, computed, lock, audience, end } = props
  return (
    <div className={end === true ? 'hd hd-end' : 'hd'}>
      <span className="hd-name">
        <span className="ell">{displayName}</span>
        {computed !== null && <IconMathFunction size={13} stroke={1.8} aria-label={computed} role="img" />}
        {lock !== null && <IconLock size={12} stroke={1.8} aria-label={lock} role="img" />}
        {audience !== null && <IconEye size={12} stroke={1.8} aria-label={audience} role="img" className="hd-quiet" />}
      </span>
      <span className="hd-unit">{unit === undefined || unit === '' ? '\u00a0' : <bdi>{unit}</bdi>}</span>
    </div>
  )
}
