import { Bar } from '#client/components/Bar.tsx'
import { pct } from '#client/theme/format.ts'

/** What is being done and how far it is; `part` of one, null while nothing tells. */
export function ProgressLine({ label, part }: { label: string; part: number | null }) {
  const percent = part === null ? null : Math.floor(part * 100)
  return (
    <div
      className="imports-progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent !== null && { 'aria-valuenow': percent })}
    >
      <div className="spread">
        <bdi>{label}</bdi>
        {percent !== null && <bdi className="dim">{pct(percent, 0)}</bdi>}
      </div>
      <Bar percent={percent ?? 0} tone="var(--c-accent)" width="100%" />
    </div>
  )
}
