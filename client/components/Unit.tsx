import type { ReactNode } from 'react'

/** The unit after a number, quieter than the number. */
export function Unit({ children = 'tCO₂e' }: { children?: ReactNode }) {
  return <bdi className="unit">{children}</bdi>
}
