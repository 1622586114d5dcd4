import type { Change } from '#client/features/changing/useChange.ts'

/** What was refused, in sentences, but what stands at its place already. */
export function Reasons({ of, shown = [] }: { of: Change; shown?: readonly string[] }) {
  return of.others(shown).map((reason) => (
    <p key={reason} className="bad" role="alert" dir="auto">
      {reason}
    </p>
  ))
}
