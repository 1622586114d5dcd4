import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { columnDigits, num, signed } from '#client/theme/format.ts'
import { RESTATEMENT_WORDS } from './causeWords.ts'

/** From what was reported to what is right, for whoever reads the report: the causes of the restatement, nothing else. */
export function Bridge(props: { data: CycleComparison; bridge: NonNullable<CycleComparison['bridge']> }) {
  const { data, bridge } = props
  const t = useCycleWords()
  const { before, after, total } = data
  const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)
  const digits = columnDigits([total.before_kg, total.after_kg].map(inTonnes))
  const lines = [
    { key: 'before', name: before.name, text: num(inTonnes(total.before_kg), digits), isTotal: true },
    ...bridge.map(({ cause, kg }) => ({
      key: cause,
      name: t(RESTATEMENT_WORDS[cause]),
      text: signed(kg / 1000, digits),
      isTotal: false,
    })),
    { key: 'after', name: after.name, text: num(inTonnes(total.after_kg), digits), isTotal: true },
  ]
  return (
    <table className="tbl tbl-dense bridge-table" aria-label={t('bridgeTitle')}>
      <thead>
        <tr>
          <th>{t('bridgeTitle')}</th>
          <th className="r">{t('tonnes')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, text, isTotal }) => (
          <tr key={key} data-bridge={key} className={isTotal ? 'causes-total' : ''}>
            <td>
              <bdi>{name}</bdi>
            </td>
            <td className="r">
              <bdi>{text}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
