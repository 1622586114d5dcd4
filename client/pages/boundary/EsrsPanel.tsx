import type { BoundaryReply } from '#shared/api/boundary.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { columnDigits, num } from '#client/theme/format.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const SCOPES = [1, 2, 3] as const
const WORDS = { group: 'esrsGroup', operational_control: 'esrsInvestees', neither: 'esrsNeither' } as const
const TEXTS = { group: 'esrsGroupText', operational_control: 'esrsInvesteesText', neither: 'esrsNeitherText' } as const

const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)

/** The accounting group and what is only operated, apart from each other, as ESRS E1 asks. */
export function EsrsPanel({ boundary }: { boundary: BoundaryReply }) {
  const t = useBoundaryWords()
  const digits = columnDigits(boundary.esrs.map(({ co2e_kg: kg }) => inTonnes(kg)))
  return (
    <Panel title={t('esrsTitle')} aside={<Unit />} pad={false}>
      <p className="cap boundary-note">{t('esrsText')}</p>
      <div className="boundary-scroll">
        <table className="tbl boundary-esrs" aria-label={t('esrsTitle')}>
          <thead>
            <tr>
              <th>{t('esrsWhose')}</th>
              {SCOPES.map((scope) => (
                <th key={scope} className="r">
                  <span className="boundary-scope">
                    <ScopeMark scope={scope} /> {t('scope', { scope })}
                  </span>
                </th>
              ))}
              <th className="r">{t('total')}</th>
            </tr>
          </thead>
          <tbody>
            {boundary.esrs.map(({ group, co2e_kg: kg, by_scope: scopes }) => (
              <tr key={group}>
                <th scope="row">
                  {t(WORDS[group])}
                  <span className="cap">{t(TEXTS[group])}</span>
                </th>
                {scopes.map(({ scope, co2e_kg: own }) => (
                  <td key={scope} className="r">
                    <bdi>{num(inTonnes(own), digits)}</bdi>
                  </td>
                ))}
                <td className="r strong">
                  <bdi>{num(inTonnes(kg), digits)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
