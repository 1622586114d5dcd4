import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { SCALE_KINDS, type ScaleKind } from '#shared/views/columnScales.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'
import { withScale } from '#client/grid/view/viewState.ts'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { useColumnRanges } from './useColumnRanges.ts'

/** Which columns show how large each number is beside the others, by a bar or by colours. */
export function ScaleSection(props: { model: SheetModel; look: SheetView; t: SheetTranslate }) {
  const { model, look, t } = props
  const { scales } = look.view
  const ranges = useColumnRanges(model, scales)
  const others = model.fields.filter((field) => isNumeric(model, field) && !scales.has(field.key))
  const change = (key: string, kind: ScaleKind | null): void => look.change((one) => withScale(one, key, kind))
  return (
    <section className="view-section" aria-label={t('scales')}>
      <h3>{t('scales')}</h3>
      <p className="cap">{t('scalesText')}</p>
      <ul className="view-list">
        {[...scales].map(([key, kind]) => {
          const field = model.field(key)
          const range = ranges.get(key)
          return (
            field !== undefined && (
              <li key={key}>
                <span className="scale-rule">
                  <bdi>{field.name}</bdi>
                  <span className="mark-rule">
                    <span className="scale-swatch" data-scale={kind} aria-hidden />
                    <span className="cap">
                      <bdi>
                        {range === undefined
                          ? t('scaleNoNumbers')
                          : (['min', 'mid', 'max'] as const).map((at) => shortNumber(range[at])).join(' · ')}
                      </bdi>
                    </span>
                  </span>
                  <NativeSelect
                    size="xs"
                    aria-label={t('scaleOf', { column: field.name })}
                    value={kind}
                    data={SCALE_KINDS.map((one) => ({ value: one, label: t(`scale_${one}`) }))}
                    onChange={({ currentTarget: { value } }) =>
                      change(key, SCALE_KINDS.find((one) => one === value) ?? kind)
                    }
                  />
                </span>
                <ActionIcon
                  size={26}
                  aria-label={t('scaleRemove', { column: field.name })}
                  onClick={() => change(key, null)}
                >
                  <IconX size={15} stroke={1.7} />
                </ActionIcon>
              </li>
            )
          )
        })}
      </ul>
      <NativeSelect
        size="xs"
        aria-label={t('scaleAdd')}
        value=""
        data={[{ value: '', label: t('scaleAdd') }, ...others.map(({ key, name }) => ({ value: key, label: name }))]}
        onChange={({ currentTarget: { value } }) => value !== '' && change(value, 'bar')}
      />
    </section>
  )
}

/** Four digits tell where a number stands; from 1,000 on it is told whole. */
const shortNumber = (number: number): string =>
  formatNumber(Math.abs(number) >= 1000 ? Math.round(number) : Number(number.toPrecision(4)))
