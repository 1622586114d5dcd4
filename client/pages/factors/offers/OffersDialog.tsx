import { Checkbox, Modal, Skeleton } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { FactorOffer, TakenFactorOffers } from '#shared/api/factorOffers.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { num, signed, tonnes } from '#client/theme/format.ts'
import './offers.css'
import { useOfferWords } from './words/useOfferWords.ts'

/** Below the key of the totals, so that it follows edits as they do. */
const offersQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'factor-offers'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/factor_offers`, { signal }),
  })

const REASON_WORDS = { edition: 'reasonEdition', correction: 'reasonCorrection', version: 'reasonVersion' } as const

/** Newer factors than those in the cells of a cycle, what each would change, and taking those that are chosen. */
export function OffersDialog({ cycle, onClose }: { cycle: CycleReply; onClose: () => void }) {
  const { t: common } = useTranslation()
  const t = useOfferWords()
  const offers = useQuery(offersQuery(cycle.id))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<TakenFactorOffers | null>(null)
  const all = offers.data?.data ?? []
  const asked = all.filter(({ from }) => chosen.has(from.id))
  const change = useChange({
    send: () =>
      api.post(`cycles/${cycle.id}/factor_offers`, {
        offers: asked.map(({ from, to }) => ({ from: from.id, to: to.id })),
      }),
    refresh: async (queries) => {
      await queries.invalidateQueries({ queryKey: emissionsKey(cycle.id) })
      await queries.invalidateQueries({ queryKey: ['factors'] })
    },
    onDone: (done) => (setTaken(done), setChosen(new Set())),
  })
  const toggle = (id: string): void => {
    change.reset()
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]))
  }
  const isAll = all.length > 0 && asked.length === all.length
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('title', { cycle: cycle.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="offers"
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <p className="cap">{t('intro')}</p>
        <div role="status">
          {taken !== null && (
            <p>
              {t('taken', { rows: num(taken.changed) })}
              {taken.refused > 0 && ` ${t('refused', { rows: num(taken.refused) })}`}
            </p>
          )}
        </div>
        {offers.error !== null && <LoadFailure error={offers.error} onRetry={() => void offers.refetch()} />}
        {offers.isPending && <Skeleton height={160} />}
        {offers.data !== undefined && all.length === 0 && <p>{t('nothing')}</p>}
        {all.length > 0 && (
          <div className="offers-scroll" role="region" aria-label={t('title', { cycle: cycle.name })} tabIndex={0}>
            <table className="tbl tbl-dense">
              <thead>
                <tr>
                  <th>
                    <Checkbox
                      size="xs"
                      label={t('all')}
                      checked={isAll}
                      indeterminate={asked.length > 0 && !isAll}
                      onChange={() => setChosen(new Set(isAll ? [] : all.map(({ from }) => from.id)))}
                    />
                  </th>
                  <th>{t('reason')}</th>
                  <th className="r">{t('rows')}</th>
                  <th className="r">{t('now')}</th>
                  <th className="r">{t('afterwards')}</th>
                  <th className="r">{t('change')}</th>
                </tr>
              </thead>
              <tbody>
                {all.map((offer) => (
                  <OfferRow
                    key={offer.from.id}
                    offer={offer}
                    isChosen={chosen.has(offer.from.id)}
                    onToggle={() => toggle(offer.from.id)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {asked.length > 0 && (
          <p className="fw5">{t('chosenChange', { n: num(asked.length), change: changeText(totalOf(asked)) })}</p>
        )}
        {asked.length > 0 ? (
          <DialogFoot change={change} shown={[]} action={t('take')} onClose={onClose} />
        ) : (
          change.others([]).map((reason) => (
            <p key={reason} className="bad" role="alert">
              {reason}
            </p>
          ))
        )}
      </form>
    </Modal>
  )
}

function OfferRow({ offer, isChosen, onToggle }: { offer: FactorOffer; isChosen: boolean; onToggle: () => void }) {
  const t = useOfferWords()
  const { from, to, before_kg: before, after_kg: after } = offer
  const edition = (side: FactorOffer['from']): string => `${shortPublisher(side.publisher)} ${side.year}`
  return (
    <tr>
      <td className="offers-name">
        <Checkbox
          size="xs"
          checked={isChosen}
          onChange={onToggle}
          label={
            <>
              <bdi className="fw5">{from.name}</bdi>
              <span className="cap">
                <bdi>{edition(from)}</bdi> → <bdi>{edition(to)}</bdi>
              </span>
            </>
          }
        />
      </td>
      <td className="dim">{t(REASON_WORDS[offer.reason])}</td>
      <td className="r">
        <bdi>{num(offer.rows)}</bdi>
      </td>
      <td className="r">
        <bdi>{inTonnes(before)}</bdi>
      </td>
      <td className="r">
        <bdi>{offer.is_foreseen ? inTonnes(after) : t('later')}</bdi>
      </td>
      <td className="r fw5">
        <bdi>{offer.is_foreseen && before !== null && after !== null ? changeText(after - before) : '–'}</bdi>
      </td>
    </tr>
  )
}

const inTonnes = (kg: number | null): string => tonnes(kg === null ? null : kg / 1000)

/** Signed tonnes of CO2e of a change in kilograms. */
function changeText(kg: number): string {
  const text = tonnes(Math.abs(kg) / 1000)
  return kg === 0 ? text : `${signed(Math.sign(kg)).charAt(0)}${text}`
}

const totalOf = (offers: readonly FactorOffer[]): number =>
  offers.reduce((total, { before_kg: before, after_kg: after }) => total + (after ?? 0) - (before ?? 0), 0)
