/** Four cells of a sheet; the filled one has been computed. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <rect x="1" y="1" width="20" height="20" rx="4.5" fill="none" stroke="var(--c-accent)" strokeWidth="1.8" />
      <path d="M1.5 9h19M9 1.5v19" stroke="var(--c-accent)" strokeWidth="1.8" />
      <rect x="11.4" y="11.4" width="7.2" height="7.2" rx="1.6" fill="var(--c-accent)" />
    </svg>
  )
}
