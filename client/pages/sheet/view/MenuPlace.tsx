import type { ComponentProps } from 'react'

/** The place in the window where a menu opens. A button, because it carries the name of the menu and that it is open. */
export function MenuPlace(props: ComponentProps<'button'> & { place: { x: number; y: number }; label: string }) {
  const { place, label, ...rest } = props
  return (
    <button
      {...rest}
      type="button"
      tabIndex={-1}
      aria-label={label}
      className="menu-place menu-place-button"
      style={{ left: place.x, top: place.y }}
    />
  )
}
