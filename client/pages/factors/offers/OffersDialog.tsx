import { Checkbox, Modal, Skeleton } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { TakenFactorOffers } from '#shared/api/factorOffers.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { num } from '#client/theme/format.ts'
import { changeText, offerKey, totalOf } from './offers.ts'
import { OfferRow } from './OfferRow.tsx'
import './offers.css'
import { useOfferWords } from './words/useOfferWords.ts'

/** Below the key of the totals, so that it follows edits as they do. */
const offersQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'factor-offers'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/factor_offers`, { signal }),
  })

/** Newer factors than those that cells and choices of columns name in a cycle, what each would change, and taking those that are chosen. */
export function OffersDialog({ cycle, onClose }: { cycle: CycleReply; onClose: () => void }) {
  const { t: common } = useTranslation()
  const t = useOfferWords()
  const offers = useQuery(offersQuery(cycle.id))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<TakenFactorOffers | null>(null)
  const all = offers.data?.data ?? []
  const asked = all.filter((offer) => chosen.has(offerKey(offer)))
  const change = useChange({
    send: () =>
      api.post(`cycles/${cycle.id}/factor_offers`, {
        offers: asked.map(({ from, to, column }) => ({
          from: from.id,
          to: to.id,
          ...(column !== null && { field_id: column.field_id }),
        })),
      }),
    refresh: async (queries) => {
      await queries.invalidateQueries({ queryKey: emissionsKey(cycle.id) })
      await queries.invalidateQueries({ queryKey: ['factors'] })
    },
    onDone: (done) => (setTaken(done), setChosen(new Set())),
  })
  const toggle = (key: string): void => {
    change.reset()
    setChosen(new Set(chosen.has(key) ? [...chosen].filter((one) => one !== key) : [...chosen, key]))
  }
  const takeable = all.filter(({ column }) => column?.may_take !== false)
  const isAll = takeable.length > 0 && asked.length === takeable.length
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
        <div role="status">{taken !== null && <p>{takenTexts(taken, t).join(' ')}</p>}</div>
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
                      onChange={() => setChosen(new Set(isAll ? [] : takeable.map(offerKey)))}
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
                    key={offerKey(offer)}
                    offer={offer}
                    isChosen={chosen.has(offerKey(offer))}
                    onToggle={() => toggle(offerKey(offer))}
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

/** What was taken, and what was not; nothing of choices where none were asked for. */
function takenTexts(taken: TakenFactorOffers, t: ReturnType<typeof useOfferWords>): string[] {
  const { changed, refused, choices_changed: choices, choices_refused: others } = taken
  return [
    ...(changed > 0 || choices === 0 ? [t('taken', { rows: num(changed) })] : []),
    ...(choices > 0 ? [t('takenChoices', { choices: num(choices) })] : []),
    ...(refused > 0 ? [t('refused', { rows: num(refused) })] : []),
    ...(others > 0 ? [t('refusedChoices', { choices: num(others) })] : []),
  ]
}
