import type { ImportReply } from '#shared/api/imports.ts'
import { Unit } from '#client/components/Unit.tsx'
import { num, tonnes } from '#client/theme/format.ts'
import { useImportWords } from './words/useImportWords.ts'

/** What the import does to the emissions of its rows, before and after; or why that is not told. */
export function EffectTally({ found: { effect, no_effect: why } }: { found: ImportReply }) {
  const t = useImportWords()
  if (effect === null) {
    return why === null ? null : (
      <p className="cap imports-effect">{t(why === 'gathered' ? 'noEffect_gathered' : 'noEffect_no_result')}</p>
    )
  }
  const { before_t: before, after_t: after, unknown_after: unknown } = effect
  const change = after - before
  return (
    <div className="imports-effect" data-testid="import-effect">
      <b>
        <bdi>
          {change > 0 ? '+' : ''}
          {tonnes(change)} <Unit />
        </bdi>
      </b>
      <span className="cap">
        {t('effect')}:{' '}
        <bdi dir="ltr">
          {tonnes(before)} → {tonnes(after)}
        </bdi>
        {unknown > 0 && ` · ${t('unknownAfter', { n: num(unknown) })}`}
      </span>
    </div>
  )
}
