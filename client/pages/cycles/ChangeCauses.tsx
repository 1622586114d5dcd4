import { UnstyledButton } from '@mantine/core'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { columnDigits, num, signed } from '#client/theme/format.ts'
import { CAUSE_NAMES, causeText } from './causeWords.ts'
import { type Cause, changeSteps } from './changeSteps.ts'

/** The way from one total to the other in numbers: the same as the bars beside it. */
export function ChangeCauses({ data, onOpen }: { data: CycleComparison; onOpen: (cause: Cause) => void }) {
  const t = useCycleWords()
  const { before, after, total } = data
  const steps = changeSteps(total)
  const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)
  const digits = columnDigits([inTonnes(total.before_kg), inTonnes(total.after_kg)])
  return (
    <table className="tbl tbl-dense causes-table">
      <thead>
        <tr>
          <th>{t('cause')}</th>
          <th className="r">{t('tonnes')}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="causes-total">
          <td>
            <bdi>{before.name}</bdi>
          </td>
          <td className="r">
            <bdi>{num(inTonnes(total.before_kg), digits)}</bdi>
          </td>
        </tr>
        {steps.map(({ cause, amountT }) => (
          <tr key={cause} data-cause={cause}>
            <td>
              <UnstyledButton className="link estimates-method" onClick={() => onOpen(cause)}>
                {t(CAUSE_NAMES[cause])}
              </UnstyledButton>
              <span className="cap">{causeText(cause, data, t)}</span>
            </td>
            <td className="r">
              <bdi>{signed(amountT, digits)}</bdi>
            </td>
          </tr>
        ))}
        <tr className="causes-total">
          <td>
            <bdi>{after.name}</bdi> <Delta now={total.after_kg} before={total.before_kg} />
          </td>
          <td className="r">
            <bdi>{num(inTonnes(total.after_kg), digits)}</bdi>
          </td>
        </tr>
      </tbody>
    </table>
  )
}
