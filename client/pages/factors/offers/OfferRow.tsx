import { Checkbox } from '@mantine/core'
import type { FactorOffer } from '#shared/api/factorOffers.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { num, tonnes } from '#client/theme/format.ts'
import { changeText } from './offers.ts'
import { useOfferWords } from './words/useOfferWords.ts'

const REASON_WORDS = { edition: 'reasonEdition', correction: 'reasonCorrection', version: 'reasonVersion' } as const

interface Props {
  offer: FactorOffer
  isChosen: boolean
  onToggle: () => void
}

/** One newer factor: what names the older one, why it is offered, and what would change. */
export function OfferRow({ offer, isChosen, onToggle }: Props) {
  const t = useOfferWords()
  const { from, to, column, before_kg: before, after_kg: after } = offer
  const edition = (side: FactorOffer['from']): string => `${shortPublisher(side.publisher)} ${side.year}`
  return (
    <tr>
      <td className="offers-name">
        <Checkbox
          size="xs"
          checked={isChosen}
          onChange={onToggle}
          disabled={column?.may_take === false}
          label={
            <>
              <bdi className="fw5">{from.name}</bdi>
              <span className="cap">
                <bdi>{edition(from)}</bdi> → <bdi>{edition(to)}</bdi>
              </span>
              {column !== null && (
                <span className="cap">
                  {t('ofColumn', {
                    column: column.name,
                    table: column.table_name,
                    choices: column.choices.join(', '),
                  })}
                  {column.also_in.length > 0 && ` ${t('alsoIn', { cycles: column.also_in.join(', ') })}`}
                  {!column.may_take && ` ${t('mayNotTake')}`}
                </span>
              )}
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
