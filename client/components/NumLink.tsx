import type { ReactNode } from 'react'
import { Link, type To } from 'react-router'

/** A number that opens the rows behind it. Every figure of the product is one of these. */
export function NumLink(props: {
  to: To
  children: ReactNode
  className?: string | undefined
  /** Says in full what opens, where the number alone does not. */
  label?: string | undefined
  testId?: string | undefined
}) {
  const { to, children, className = '', label, testId } = props
  return (
    <Link to={to} className={`num-link ${className}`} aria-label={label} data-testid={testId} preventScrollReset>
      {children}
    </Link>
  )
}
