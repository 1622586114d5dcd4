import { NativeSelect, TextInput } from '@mantine/core'
import type { SheetOutline } from '#shared/api/factorSets.ts'
import { AMOUNT_UNITS, SET_COLUMNS } from '#shared/emissions/factorSet.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { amountUnitIn, gwpIn, type SetDraft } from './setDraft.ts'
import { COLUMN_WORDS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

/** Which column of a table says what, with the beginning of its sheet to see it by. */
export function SetColumns(props: {
  sheets: readonly SheetOutline[]
  draft: SetDraft
  set: (more: Partial<SetDraft>) => void
  wrong: (path: string) => string | undefined
}) {
  const { sheets, draft, set, wrong } = props
  const t = useSetWords()
  const sheet = sheets.find(({ name }) => name === draft.sheet) ?? sheets[0]
  const headings = sheet?.head[(numberIn(draft.headerRow) ?? 1) - 1] ?? []
  const width = sheet?.head.reduce((most, row) => Math.max(most, row.length), 0) ?? 0
  const choices = [
    { value: '', label: t('noColumn') },
    ...Array.from({ length: width }, (_, at) => ({
      value: String(at + 1),
      label: `${letter(at)} · ${headings[at] ?? '–'}`,
    })),
  ]
  return (
    <>
      <fieldset className="sets-fields">
        <TextInput
          label={t('headerRow')}
          inputMode="numeric"
          value={draft.headerRow}
          error={wrong('reading.header_row')}
          onChange={(event) => set({ headerRow: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('amountUnit')}
          value={draft.amountUnit}
          onChange={(event) => set({ amountUnit: amountUnitIn(event.currentTarget.value) })}
          data={AMOUNT_UNITS}
        />
        <TextInput
          label={t('geography')}
          placeholder={t('geographyHelp')}
          value={draft.geography}
          error={wrong('reading.geography')}
          onChange={(event) => set({ geography: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('gwp')}
          value={draft.gwp}
          onChange={(event) => set({ gwp: gwpIn(event.currentTarget.value) })}
          data={[{ value: '', label: t('gwpUnstated') }, ...GWP_SETS.map((one) => ({ value: one, label: one }))]}
        />
      </fieldset>
      <fieldset className="sets-fields sets-columns">
        <legend>{t('columns')}</legend>
        {SET_COLUMNS.map((column) => (
          <NativeSelect
            key={column}
            size="xs"
            label={t(COLUMN_WORDS[column])}
            value={String(draft.columns[column] ?? '')}
            error={wrong(`reading.columns.${column}`)}
            onChange={(event) => {
              const { [column]: _, ...rest } = draft.columns
              const chosen = numberIn(event.currentTarget.value)
              set({ columns: chosen === null ? rest : { ...rest, [column]: chosen } })
            }}
            data={choices}
          />
        ))}
      </fieldset>
      {sheet !== undefined && (
        <div className="sets-scroll sets-head" role="region" aria-label={t('head')} tabIndex={0}>
          <table className="tbl tbl-dense">
            <caption className="cap">{t('head')}</caption>
            <tbody>
              {sheet.head.map((row, at) => (
                <tr key={`${sheet.name} ${at}`} aria-selected={String(at + 1) === draft.headerRow}>
                  <th scope="row" className="dim r">
                    {at + 1}
                  </th>
                  {Array.from({ length: width }, (_, column) => (
                    <td key={letter(column)}>
                      <bdi>{String(row[column] ?? '')}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** "A", "AA": as the spreadsheet shows it; `at` counts from 0. */
function letter(at: number): string {
  const rest = Math.floor(at / 26) - 1
  return (rest < 0 ? '' : letter(rest)) + String.fromCodePoint(65 + (at % 26))
}
