import type { Declaration } from '#shared/api/declarations.ts'
import { pct } from '#client/theme/format.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

/** Why something is declared, and how much it might be. */
export function Reason({ declaration: { reason, estimated_percent: percent } }: { declaration: Declaration }) {
  const t = useBoundaryWords()
  return (
    <>
      <span dir="auto">{reason}</span>
      {percent !== null && <span className="cap">{t('estimated', { percent: pct(percent, 1) })}</span>}
    </>
  )
}
