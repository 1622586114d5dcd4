import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { BiogenicNote } from '#client/features/emissions/BiogenicNote.tsx'
import { MemoNote } from '#client/features/emissions/MemoNote.tsx'
import { ConsolidationNote } from '#client/features/emissions/ConsolidationNote.tsx'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { OtherGwpNote } from '#client/features/emissions/OtherGwpNote.tsx'
import { PartialNote } from '#client/features/emissions/PartialNote.tsx'
import { UncertaintyNote } from '#client/features/uncertainty/UncertaintyNote.tsx'
import { useSeesProject } from '#client/features/place/useSeesProject.ts'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { IsoCategories } from './IsoCategories.tsx'
import { pct, signed, tonnes } from '#client/theme/format.ts'

/** The one big number, the scopes it is made of, and what stands beside it: another GWP set, biogenic CO2, the memo. */
export function TotalPanel({ now, last }: { now: CycleEmissions; last: CycleEmissions | null }) {
  const { t } = useTranslation('dashboard')
  const seesAll = useSeesProject(now.project_id)
  const totalT = now.total.co2e_t
  const lastT = last?.total.co2e_t ?? null
  const [view, setView] = useState<'scopes' | 'iso'>('scopes')
  return (
    <Panel className="d-total">
      <div className="total-grid">
        <div>
          <div className="cap">{seesAll ? t('total') : t('totalOfYours')}</div>
          <div className="total">
            <NumLink to={linkToRows(now, {})} testId="cycle-total">
              {tonnes(totalT)}
            </NumLink>{' '}
            <Unit />
          </div>
          {totalT !== null && lastT !== null && last !== null && (
            <div className="row cap">
              <Delta now={totalT} before={lastT} />
              <span>
                <bdi>{signed(totalT - lastT, Math.abs(totalT - lastT) < 100 ? 1 : 0)}</bdi>{' '}
                {t('versus', { cycle: last.name })}
              </span>
            </div>
          )}
          <UncertaintyNote cycleId={now.cycle_id} />
          <MarketBasedTotal emissions={now} />
          <ConsolidationNote emissions={now} />
          <PartialNote emissions={now} />
          <OtherGwpNote emissions={now} />
          <BiogenicNote emissions={now} />
          <MemoNote emissions={now} />
        </div>
        <div className="scopes">
          <SegmentedControl
            size="xs"
            className="total-view"
            aria-label={t('totalView')}
            value={view}
            onChange={(value) => setView(value === 'iso' ? 'iso' : 'scopes')}
            data={[
              { value: 'scopes', label: t('viewScopes') },
              { value: 'iso', label: t('viewIso') },
            ]}
          />
          {view === 'iso' && <IsoCategories emissions={now} />}
          <div className="scope-cols" hidden={view !== 'scopes'}>
            {now.by_scope.map((figures) => (
              <div key={figures.scope}>
                <div className="row">
                  <ScopeMark scope={figures.scope} />
                  <b>{t('scope', { ns: 'common', scope: figures.scope })}</b>
                </div>
                <div className="scope-num">
                  <NumLink
                    to={linkToRows(now, { scope: figures.scope })}
                    label={`${t('scope', { ns: 'common', scope: figures.scope })}: ${tonnes(figures.co2e_t)} tCO₂e`}
                  >
                    {tonnes(figures.co2e_t)}
                  </NumLink>
                </div>
                <div className="row cap scope-note">
                  {totalT !== null && totalT > 0 && figures.co2e_t !== null && (
                    <bdi>{pct((figures.co2e_t / totalT) * 100, 0)}</bdi>
                  )}
                  <Delta
                    now={figures.co2e_t}
                    before={last?.by_scope.find((other) => other.scope === figures.scope)?.co2e_t ?? null}
                  />
                </div>
                {figures.scope === 2 && figures.co2e_t !== null && <BothMethods emissions={now} />}
                <PartialShare figures={figures} />
              </div>
            ))}
          </div>
          <div className="split" aria-hidden="true" hidden={view !== 'scopes'}>
            {now.by_scope
              .filter(({ co2e_t }) => (co2e_t ?? 0) > 0)
              .map(({ scope, co2e_t }) => (
                <i key={scope} style={{ flexGrow: co2e_t ?? 0, background: `var(--scope-${scope}-fill)` }} />
              ))}
          </div>
        </div>
      </div>
    </Panel>
  )
}

/** Which part of a scope does not know every gas. */
function PartialShare({ figures }: { figures: CycleEmissions['total'] }) {
  const { t } = useTranslation('dashboard')
  const { co2e_kg: kg, partial_kg: partialKg, partial_rows: rows } = figures
  return rows === 0 || kg === null || kg <= 0 ? null : (
    <div className="cap">{t('partialShort', { share: pct((partialKg / kg) * 100, 0) })}</div>
  )
}

/** The total with scope 2 by contract, where it is another one. */
function MarketBasedTotal({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const { location_based_kg: byGrid, market_based_kg: byContract } = emissions.totals.scopes_1_2_3
  return byContract === null || byContract === byGrid ? null : (
    <div className="cap" data-testid="market-based-total">
      <bdi>{tonnes(byContract / 1000)}</bdi> <Unit /> {t('marketBased')}
    </div>
  )
}

/** The number above is by the grid; below it the one by contract, which opens what covers the energy. */
function BothMethods({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const kg = emissions.scope_2.market_based_kg
  const amount = tonnes(kg === null ? null : kg / 1000)
  return (
    <>
      <div className="cap">{t('locationBased')}</div>
      {kg !== null && (
        <div className="cap scope-method">
          <NumLink to="/instruments" label={`${t('marketBased')}: ${amount} tCO₂e`} testId="scope-2-market-based">
            {amount}
          </NumLink>{' '}
          {t('marketBased')}
        </div>
      )}
    </>
  )
}
