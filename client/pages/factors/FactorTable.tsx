import { useTranslation } from 'react-i18next'
import type { CustomFactorStatus } from '#shared/api/customFactors.ts'
import type { ListedFactorReply } from '#shared/api/factors.ts'
import { Chip } from '#client/components/Chip.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { unitText } from '#client/grid/unitText.ts'
import { publishedAmount } from './publishedAmount.ts'

/** Factors as rows: what, where, by whom, how much per what unit. A click, or Enter on its name, opens one. */
export function FactorTable(props: {
  factors: readonly ListedFactorReply[]
  open: string | null
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation('factors')
  return (
    <table className="tbl tbl-dense fac-table">
      <thead>
        <tr>
          <th>{t('factor')}</th>
          <th>{t('place')}</th>
          <th>{t('publisher')}</th>
          <th className="r">{t('amount')}</th>
          <th>{t('per')}</th>
          <th>{t('gwp')}</th>
        </tr>
      </thead>
      <tbody>
        {props.factors.map((factor) => (
          <tr key={factor.id} aria-selected={factor.id === props.open} onClick={() => props.onOpen(factor.id)}>
            <td>
              <span className="row">
                <ScopeMarkOf factor={factor} />
                <button type="button" className="fac-name" onClick={() => props.onOpen(factor.id)}>
                  <bdi>{factor.name}</bdi>
                </button>
                <FactorState factor={factor} />
              </span>
            </td>
            <td className="dim">{factor.geography}</td>
            <td title={`${factor.factor_set.publisher}, ${factor.factor_set.title}, ${factor.factor_set.edition}`}>
              {shortPublisher(factor.factor_set.publisher)} <span className="dim">{factor.year}</span>
            </td>
            <td className="r fw5">
              <bdi>{publishedAmount(factor.co2e_kg)}</bdi>
            </td>
            <td className="dim">
              <bdi>{factor.unit === null ? '–' : unitText(factor.unit)}</bdi>
            </td>
            <td className="dim">
              <bdi>{basisOf(factor) ?? t('basisGases')}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function ScopeMarkOf({ factor: { scope } }: { factor: Pick<ListedFactorReply, 'scope'> }) {
  return scope === 1 || scope === 2 || scope === 3 ? <ScopeMark scope={scope} size={15} /> : null
}

/** What keeps a factor out of an inventory. */
export function FactorState({ factor }: { factor: ListedFactorReply }) {
  const { t } = useTranslation('factors')
  if (factor.status !== 'published' && factor.status !== 'approved') {
    return <CustomState status={factor.status} isOld={false} />
  }
  if (factor.unusable_reason !== null) {
    return <Chip tone="plain">{t('notForFormulas')}</Chip>
  }
  if (factor.normalised?.avoidedOnly === true) {
    return <Chip tone="warn">{t('avoidedOnly')}</Chip>
  }
  if (factor.normalised?.outsideScopes !== undefined) {
    const isMemo = factor.normalised.memo !== undefined
    return <Chip tone={isMemo ? 'plain' : 'warn'}>{t(isMemo ? 'memo' : 'outsideScopes')}</Chip>
  }
  if (factor.normalised?.marketOnly === true) {
    return <Chip tone="warn">{t('marketOnly')}</Chip>
  }
  const isOld = factor.superseded_by !== null
  return (
    <>
      {factor.status === 'approved' && <CustomState status="approved" isOld={isOld} />}
      {factor.status === 'published' && isOld && <Chip tone="warn">{t('corrected')}</Chip>}
      {!isOld && factor.normalised?.lacks !== undefined && <Chip tone="plain">{t('co2Only')}</Chip>}
    </>
  )
}

const CUSTOM_STATES = {
  draft: { tone: 'plain', word: 'statusDraft' },
  submitted: { tone: 'info', word: 'statusSubmitted' },
  approved: { tone: 'accent', word: 'own' },
  retired: { tone: 'lock', word: 'statusRetired' },
} as const

function CustomState({ status, isOld }: { status: CustomFactorStatus; isOld: boolean }) {
  const { t } = useTranslation('factors')
  const { tone, word } = CUSTOM_STATES[status]
  return (
    <>
      <Chip tone={tone}>{t(word)}</Chip>
      {isOld && status === 'approved' && <Chip tone="warn">{t('newVersion')}</Chip>}
    </>
  )
}

/** The GWP set of what was published as CO2e only; null: gas by gas. */
function basisOf({ normalised }: ListedFactorReply): string | null {
  return normalised === null ? '–' : normalised.co2eOnlyKg === null ? null : (normalised.co2eOnlyGwp ?? '–')
}
