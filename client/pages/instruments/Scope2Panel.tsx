import { IconAlertTriangle } from '@tabler/icons-react'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleScope2Reply, Scope2Site } from '#shared/api/scope2.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { columnDigits, num, pct, tonnes } from '#client/theme/format.ts'
import { CARRIER_WORDS, mwhText, reasonsOfLine, SOURCE_WORDS } from './sourceWords.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)

/** Both sides of scope 2, and how the market-based one comes about: site by site, in the order of the hierarchy. */
export function Scope2Panel({ cycle, scope2 }: { cycle: CycleReply; scope2: CycleScope2Reply }) {
  const t = useInstrumentWords()
  const without = inTonnes(scope2.without_energy_kg)
  return (
    <Panel title={t('scope2Title', { cycle: cycle.name })} pad={false}>
      <div className="s2-totals">
        <Side name={t('locationBased')} why={t('locationWhy')} kg={scope2.location_based_kg} testId="location-based" />
        <Side name={t('marketBased')} why={t('marketWhy')} kg={scope2.market_based_kg} testId="market-based" />
      </div>
      {scope2.is_hidden && <p className="cap s2-note">{t('hidden')}</p>}
      {!scope2.is_hidden && scope2.sites.length === 0 && (
        <p className="cap s2-note">{t('noEnergy', { cycle: cycle.name })}</p>
      )}
      {scope2.excess.map(({ allocation_id: id, name, mwh }) => (
        <p key={id} className="s2-note s2-excess" role="alert">
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
          {t('excess', { name, mwh: mwhText(mwh) })}
        </p>
      ))}
      {scope2.sites.length > 0 && <Sites sites={scope2.sites} label={t('sitesLabel', { cycle: cycle.name })} />}
      {without !== null && <p className="cap s2-note">{t('withoutEnergy', { amount: tonnes(without) })}</p>}
    </Panel>
  )
}

function Side({ name, why, kg, testId }: { name: string; why: string; kg: number | null; testId: string }) {
  return (
    <div>
      <div className="cap">
        {name} · {why}
      </div>
      <div className="s2-number">
        <bdi data-testid={testId}>{tonnes(inTonnes(kg))}</bdi> <Unit />
      </div>
    </div>
  )
}

function Sites({ sites, label }: { sites: readonly Scope2Site[]; label: string }) {
  const t = useInstrumentWords()
  const digits = columnDigits(
    sites.flatMap((site) => [inTonnes(site.location_based_kg), inTonnes(site.market_based_kg)]),
  )
  return (
    <table className="tbl s2-sites" aria-label={label}>
      <thead>
        <tr>
          <th>{t('site')}</th>
          <th className="r">
            {t('energy')} <Unit>MWh</Unit>
          </th>
          <th className="r">
            {t('locationBased')} <Unit />
          </th>
          <th className="r">
            {t('marketBased')} <Unit />
          </th>
        </tr>
      </thead>
      {sites.map((site) => (
        <Site key={`${site.site} ${site.carrier}`} site={site} digits={digits} />
      ))}
    </table>
  )
}

function Site({ site, digits }: { site: Scope2Site; digits: number }) {
  const t = useInstrumentWords()
  return (
    <tbody>
      <tr className="s2-site">
        <th scope="rowgroup">
          <span dir="auto">{site.name ?? t('noSite')}</span>
          <span className="cap">
            {t(CARRIER_WORDS[site.carrier])}
            {site.markets.length > 0 && (
              <>
                {' · '}
                <bdi>{site.markets.join(', ')}</bdi>
              </>
            )}
            {site.share !== 1 && ` · ${t('countsShare', { share: pct(site.share * 100, 1) })}`}
          </span>
        </th>
        <td className="r">
          <bdi>{num(site.mwh, 1)}</bdi>
        </td>
        <td className="r">
          <bdi>{num(inTonnes(site.location_based_kg), digits)}</bdi>
        </td>
        <td className="r">
          <bdi>{num(inTonnes(site.market_based_kg), digits)}</bdi>
        </td>
      </tr>
      {site.lines.map((line) => (
        <tr key={`${line.source} ${line.instrument_id} ${JSON.stringify(line.fallbacks)}`} className="s2-line">
          <td>
            <span dir="auto">{line.name ?? t(SOURCE_WORDS[line.source])}</span>
            <span className="cap">
              {[...(line.name === null ? [] : [t(SOURCE_WORDS[line.source])]), ...reasonsOfLine(t, line)].join(' · ')}
            </span>
          </td>
          <td className="r">
            <bdi>{num(line.mwh, 1)}</bdi>
          </td>
          <td />
          <td className="r">
            <bdi>{num(inTonnes(line.co2e_kg), digits)}</bdi>
          </td>
        </tr>
      ))}
    </tbody>
  )
}
