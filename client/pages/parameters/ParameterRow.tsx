import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParameterReply } from '#shared/api/parameters.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { unitText } from '#client/grid/unitText.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { ParameterActions } from './ParameterActions.tsx'
import { refreshParameters } from './parameterQueries.ts'
import { KIND_WORDS } from './words/kindWords.ts'
import { useParameterWords } from './words/useParameterWords.ts'

/** A parameter: what it says, how formulas name it, its value of each year with the source. */
export function ParameterRow(props: { parameter: ParameterReply; isKeeper: boolean; onSaid: (said: string) => void }) {
  const { parameter, isKeeper, onSaid } = props
  const t = useParameterWords()
  const { name, key, kind, unit, values, formulas } = parameter
  return (
    <tr>
      <td>
        <span className="parameter-name" dir="auto">
          {name}
        </span>
        <span className="cap">
          <bdi dir="ltr" className="mono">{`parameter("${key}")`}</bdi>
          {formulas > 0 && ` · ${t('usedBy', { count: formulas })}`}
        </span>
      </td>
      <td className="parameters-kind">{t(KIND_WORDS[kind])}</td>
      <td className="parameters-unit">
        <bdi>{unitText(unit)}</bdi>
      </td>
      <td>
        {values.length === 0 ? (
          <span className="cap">{t('noValue')}</span>
        ) : (
          <ul className="parameter-values">
            {values.map((value) => (
              <Value key={value.year} parameter={parameter} value={value} isKeeper={isKeeper} onSaid={onSaid} />
            ))}
          </ul>
        )}
      </td>
      <td className="r">{isKeeper && <ParameterActions parameter={parameter} onSaid={onSaid} />}</td>
    </tr>
  )
}

function Value(props: {
  parameter: ParameterReply
  value: ParameterReply['values'][number]
  isKeeper: boolean
  onSaid: (said: string) => void
}) {
  const { parameter, value, isKeeper, onSaid } = props
  const t = useParameterWords()
  const { i18n } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const { id, name } = parameter
  const { year, source, source_url: link, made_by: by, made_at: at } = value
  const entered = by === null ? undefined : t('entered', { name: by.name, date: shortDate(at, i18n.language) })
  return (
    <li title={entered}>
      <span className="parameter-year">{year}</span>
      <bdi className="parameter-number">{formatNumber(value.value)}</bdi>
      <span className="cap parameter-source" dir="auto">
        {link === '' ? (
          source
        ) : (
          <a className="link" href={link} target="_blank" rel="noreferrer">
            {source}
          </a>
        )}
      </span>
      {isKeeper && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={t('removeValue', { name, year })}
          onClick={() => setAsking(true)}
        >
          <IconX size={13} stroke={1.7} />
        </ActionIcon>
      )}
      {isAsking && (
        <AskAway
          path={`parameters/${id}/values/${year}`}
          refresh={refreshParameters}
          title={t('valueGoneTitle', { year })}
          text={t('valueGoneText')}
          action={t('valueGoneNow')}
          onClose={() => setAsking(false)}
          onDone={() => onSaid(t('saidValueGone', { name, year }))}
        />
      )}
    </li>
  )
}
