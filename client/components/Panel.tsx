import type { ReactNode } from 'react'

/** A titled area of a page. `pad` is false for content that draws its own edges, such as a table. */
export function Panel(props: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  className?: string
  pad?: boolean
}) {
  const { title, aside, children, className = '', pad = true } = props
  return (
    <section className={`panel ${className}`}>
      {title !== undefined && (
        <header className="panel-head">
          <h2>{title}</h2>
          <div className="panel-aside">{aside}</div>
        </header>
      )}
      <div className={pad ? 'panel-body' : ''}>{children}</div>
    </section>
  )
}
