import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { Translate } from '#client/i18n/lazyWords.ts'
import type { en } from './words/en.ts'

/** What a row without a factor says, beside its reason and the remedy: its cell, and what that is compared with. */
export function saidIn(
  { says, rows, before, allowed }: Pick<RejectedRow, 'says' | 'rows' | 'before' | 'allowed'>,
  t: Translate<typeof en>,
): string {
  if (before !== null) {
    return t('saysUnits', { unit: says ?? '–', before: before.unit, edition: before.edition })
  }
  if (rows.length > 0) {
    return t('saysRows', { rows: rows.join(', ') })
  }
  if (says === null) {
    return t('saysNothing')
  }
  return allowed.length === 0 ? t('saysCell', { says }) : t('saysNoneOf', { says, allowed: allowed.join(', ') })
}
