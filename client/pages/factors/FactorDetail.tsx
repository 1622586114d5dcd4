import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { unitText } from '#client/grid/unitText.ts'
import { num, pct } from '#client/theme/format.ts'
import { CustomPart } from './custom/CustomPart.tsx'
import { Editions } from './Editions.tsx'
import { FactorQuality } from './FactorQuality.tsx'
import { FactorState, ScopeMarkOf } from './FactorTable.tsx'
import { publishedAmount } from './publishedAmount.ts'

/** One factor: what it says, where it is printed, its gases, its other editions, and where it is used. */
export function FactorDetail(props: {
  factor: FactorDetailReply
  gwpSet: string
  onOpen: (id: string | null) => void
}) {
  const { t } = useTranslation('factors')
  const { factor, gwpSet, onOpen } = props
  const { factor_set: set, normalised } = factor
  const unit = unitText(factor.unit)
  return (
    <>
      <div className="row">
        <ScopeMarkOf factor={factor} />
        <h2>
          <bdi>{factor.name}</bdi>
        </h2>
      </div>
      <div className="fac-big">
        <bdi>{publishedAmount(factor.co2e_kg)}</bdi> <Unit>{`kgCO₂e / ${unit === '' ? '–' : unit}`}</Unit>
      </div>
      <div className="row">
        <FactorState factor={factor} />
      </div>
      <Notes factor={factor} onOpen={onOpen} />
      {factor.custom !== null && <CustomPart factor={factor} custom={factor.custom} onOpen={onOpen} />}
      <dl className="kv">
        <Fact term={t('publisher')}>{set.publisher}</Fact>
        {set.title !== '' && <Fact term={t('publication')}>{set.title}</Fact>}
        {set.edition !== '' && <Fact term={t('edition')}>{set.edition}</Fact>}
        {factor.row !== '' && (
          <Fact term={t('table')}>
            {factor.table} · <span className="mono">{factor.row}</span>
          </Fact>
        )}
        {factor.path.length > 0 && <Fact term={t('path')}>{factor.path.join(' › ')}</Fact>}
        <Fact term={t('place')}>{factor.geography}</Fact>
        <Fact term={t('gwp')}>
          {normalised !== null && normalised.co2eOnlyKg !== null
            ? t('basisOnly', { set: normalised.co2eOnlyGwp ?? t('basisUnstated') })
            : t('basisByCycle', { set: gwpSet })}
        </Fact>
        {texts(factor.published).map(([term, text]) => (
          <Fact key={term} term={t(term)}>
            {text}
          </Fact>
        ))}
        {set.licence !== '' && <Fact term={t('licence')}>{set.licence}</Fact>}
        <Fact term={t('id')}>
          <span className="mono">{factor.id}</span>
        </Fact>
        {set.url !== null && (
          <Fact term={t('source')}>
            <a className="link" href={set.url} target="_blank" rel="noreferrer">
              {t('openSource')}
            </a>
          </Fact>
        )}
      </dl>
      <Gases factor={factor} unit={unit} />
      {factor.normalised?.lacks !== undefined && (
        <p className="cap">{t('co2OnlyText', { gases: factor.normalised.lacks.map(gasFormula).join(', ') })}</p>
      )}
      {factor.editions.length > 1 && <Editions factor={factor} onOpen={onOpen} />}
      <FactorQuality key={factor.id} factor={factor} />
      <Uses factor={factor} />
    </>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd dir="auto">{children}</dd>
    </>
  )
}

function Notes({ factor, onOpen }: { factor: FactorDetailReply; onOpen: (id: string) => void }) {
  const { t } = useTranslation('factors')
  const { superseded_by: successor, use, unusable_reason: reason } = factor
  const outside = factor.normalised?.outsideScopes
  const remedy =
    factor.normalised?.memo !== undefined
      ? t('memoText')
      : outside?.instead
        ? t('outsideScopesInstead', { name: outside.instead })
        : t('outsideScopesNone')
  const isCustom = factor.status !== 'published'
  const pending = isCustom && factor.status !== 'approved' ? factor.status : null
  if (successor === null && use === null && reason === null && outside === undefined && pending === null) {
    return null
  }
  return (
    <div className="note note-warn">
      <IconAlertTriangle size={15} stroke={1.7} />
      <div>
        {reason !== null && <p>{t('unusable', { reason: t(`reason_${reasonWord(reason)}`) })}</p>}
        {pending !== null && <p>{t(pending === 'retired' ? 'retiredText' : 'notApprovedText')}</p>}
        {use !== null && <p dir="auto">{use}</p>}
        {outside !== undefined && (
          <p>
            {t('outsideScopesText')} {remedy}
          </p>
        )}
        {successor !== null && (
          <p>
            {t(isCustom ? 'newVersionText' : 'correctedText')}{' '}
            <button type="button" className="link" onClick={() => onOpen(successor)}>
              {t(isCustom ? 'openNewVersion' : 'openCorrection')}
            </button>
          </p>
        )}
      </div>
    </div>
  )
}

const REASONS = ['energy-only', 'ratio-only', 'no-value', 'unknown-source', 'unknown-unit', 'unknown-gas'] as const

const reasonWord = (reason: string): (typeof REASONS)[number] => REASONS.find((one) => one === reason) ?? 'no-value'

/** What publishers say of some factors. */
const PUBLISHED_TEXTS = ['boundary', 'heatBasis', 'notes'] as const

function texts(published: Readonly<Record<string, unknown>>): [(typeof PUBLISHED_TEXTS)[number], string][] {
  return PUBLISHED_TEXTS.flatMap((key) => {
    const text = published[key]
    return typeof text === 'string' && text !== '' ? [[key, text]] : []
  })
}

function Gases({ factor, unit }: { factor: FactorDetailReply; unit: string }) {
  const { t } = useTranslation('factors')
  const { gases, co2e_kg: total, normalised } = factor
  const biogenic = normalised?.biogenicCo2Kg ?? null
  const { memo_kg: memo } = factor
  if (gases.length === 0 && biogenic === null && memo === null) {
    return null
  }
  return (
    <>
      <h3>
        {t('byGas')} <bdi className="cap">{`kg / ${unit}`}</bdi>
      </h3>
      <div className="fac-gases">
        {gases.map(({ gas, kg, co2e_kg: co2e }) => (
          <Fragment key={gas}>
            <span>{gasFormula(gas)}</span>
            <bdi className="r">{publishedAmount(kg)}</bdi>
            <bdi className="cap r">{total === null || total === 0 ? '' : pct((co2e / total) * 100, 2)}</bdi>
          </Fragment>
        ))}
        {biogenic !== null && (
          <>
            <span>{t('biogenic')}</span>
            <bdi className="r">{publishedAmount(biogenic)}</bdi>
            <span className="cap r">{t('outside')}</span>
          </>
        )}
        {memo !== null && (
          <>
            <span>{t('memoAmount')}</span>
            <bdi className="r">{publishedAmount(memo)}</bdi>
            <span className="cap r">{t('outside')}</span>
          </>
        )}
      </div>
    </>
  )
}

function Uses({ factor: { uses } }: { factor: FactorDetailReply }) {
  const { t } = useTranslation('factors')
  const { t: common } = useTranslation()
  return (
    <>
      <h3>{t('usedIn')}</h3>
      {uses.length === 0 && <p className="cap">{t('usedNowhere')}</p>}
      <ul className="fac-uses">
        {uses.map(({ table_id: tableId, table, cycle_id: cycleId, cycle, rows }) => (
          <li key={`${tableId} ${cycleId}`} className="spread">
            <span className="ell">
              <bdi>{table}</bdi> <span className="dim">{cycle}</span>
            </span>
            <NumLink to={`/sheets/${tableId}/${cycleId}`} label={t('openSheet', { table, cycle })}>
              {common('rows', { count: rows, rows: num(rows) })}
            </NumLink>
          </li>
        ))}
      </ul>
    </>
  )
}
