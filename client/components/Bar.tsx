/** Thin bar beside its number: the number is the information, the bar lets the eye sort. `percent` is 0 to 100. */
export function Bar({ percent, tone, width = 56 }: { percent: number; tone?: string; width?: number | string }) {
  const colour = tone ?? (percent >= 100 ? 'var(--c-ok)' : 'var(--c-accent)')
  return (
    <span className="bar" style={{ width }} aria-hidden="true">
      <b style={{ width: `${Math.max(0, Math.min(100, percent))}%`, background: colour }} />
    </span>
  )
}
