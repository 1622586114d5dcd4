import type { ReactNode } from 'react'
import './emptyState.css'

/** One sentence, one way on: for "nothing here", "not found" and "did not load". */
export function EmptyState(props: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  isError?: boolean
}) {
  const { icon, title, children, actions, isError = false } = props
  return (
    <div className="empty" role={isError ? 'alert' : undefined}>
      {icon}
      <h2>{title}</h2>
      {children !== undefined && <p className="dim">{children}</p>}
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  )
}
