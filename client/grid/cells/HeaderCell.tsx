import { IconLock, IconMathFunction } from '@tabler/icons-react'
import type { CustomHeaderProps } from 'ag-grid-react'

export interface HeaderCellParams {
  unit?: string
  computed?: string
  locked?: string
  /** Numbers: the name stands above their right edge. */
  end?: boolean
  required?: boolean
}

/** Name of the field, and its unit on a second line. */
export function HeaderCell({ displayName, unit, computed, locked, end }: CustomHeaderProps & HeaderCellParams) {
  return (
    <div className={end === true ? 'hd hd-end' : 'hd'}>
      <span className="hd-name">
        {displayName}
        {computed !== undefined && <IconMathFunction size={13} stroke={1.8} aria-label={computed} />}
        {locked !== undefined && <IconLock size={12} stroke={1.8} aria-label={locked} />}
      </span>
      <span className="hd-unit">{unit === undefined || unit === '' ? '\u00a0' : <bdi>{unit}</bdi>}</span>
    </div>
  )
}
