import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoundaryReply } from '#shared/api/boundary.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { Chip } from '#client/components/Chip.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { columnDigits, num, pct } from '#client/theme/format.ts'
import { SiteForm } from './SiteForm.tsx'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

type Site = BoundaryReply['sites'][number]

const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)

/** What the company has of each site in a cycle, and what of it counts. */
export function SitesPanel(props: {
  cycle: CycleReply
  boundary: BoundaryReply
  mayChange: boolean
  onSaid: (said: string) => void
}) {
  const { cycle, boundary, mayChange, onSaid } = props
  const t = useBoundaryWords()
  const [edited, setEdited] = useState<Site | null>(null)
  const { sites, without_site_kg: without } = boundary
  const digits = columnDigits(sites.map(({ co2e_kg: kg }) => inTonnes(kg)))
  return (
    <Panel title={t('sitesTitle', { cycle: cycle.name })} pad={false}>
      {sites.length === 0 ? (
        <p className="cap boundary-note">{t('noSites')}</p>
      ) : (
        <div className="boundary-scroll">
          <table className="tbl boundary-sites" aria-label={t('sitesTitle', { cycle: cycle.name })}>
            <thead>
              <tr>
                <th>{t('site')}</th>
                <th className="r">{t('ownership')}</th>
                <th className="boundary-wide">{t('financialControl')}</th>
                <th className="boundary-wide">{t('operationalControl')}</th>
                <th className="r">{t('share')}</th>
                <th className="r boundary-wide">
                  {t('whole')} <Unit />
                </th>
                <th className="r">
                  {t('counted')} <Unit />
                </th>
                {mayChange && (
                  <th>
                    <VisuallyHidden>{t('actions')}</VisuallyHidden>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {sites.map((site) => (
                <tr key={site.site}>
                  <th scope="row" dir="auto">
                    {site.name}
                  </th>
                  <Control site={site} />
                  <td className="r strong">
                    <bdi>{pct(site.share * 100, 1)}</bdi>
                  </td>
                  <td className="r boundary-wide">
                    <bdi>{num(inTonnes(site.co2e_kg), digits)}</bdi>
                  </td>
                  <td className="r strong">
                    <bdi>{num(inTonnes(site.counted_kg), digits)}</bdi>
                  </td>
                  {mayChange && (
                    <td className="r">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('editSite', { site: site.name })}
                        onClick={() => setEdited(site)}
                      >
                        <IconPencil size={16} stroke={1.6} />
                      </ActionIcon>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {without !== null && (
        <p className="cap boundary-note">{t('withoutSite', { amount: num(inTonnes(without), digits) })}</p>
      )}
      {edited !== null && <SiteForm cycle={cycle} site={edited} onClose={() => setEdited(null)} onSaid={onSaid} />}
    </Panel>
  )
}

function Control({ site: { control } }: { site: Site }) {
  const t = useBoundaryWords()
  if (control === null) {
    return (
      <>
        <td className="r">
          <Chip tone="plain">{t('notStated')}</Chip>
        </td>
        <td className="boundary-wide" />
        <td className="boundary-wide" />
      </>
    )
  }
  return (
    <>
      <td className="r">
        <bdi>{pct(control.ownership_pct, 1)}</bdi>
      </td>
      <td className="boundary-wide">{control.financial_control ? t('yes') : t('no')}</td>
      <td className="boundary-wide">{control.operational_control ? t('yes') : t('no')}</td>
    </>
  )
}
