import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { groupedBy, movedGroup, notGroupedBy } from '#client/grid/view/viewState.ts'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const ICON = { size: 15, stroke: 1.7 } as const

/** By which columns rows are grouped, in their order. */
export function GroupSection({ model, look, t }: { model: SheetModel; look: SheetView; t: SheetTranslate }) {
  const fields = look.view.groups.flatMap((key) => model.field(key) ?? [])
  const others = model.fields.filter(({ key }) => !look.view.groups.includes(key))
  return (
    <section className="view-section">
      <h3>{t('viewGroups')}</h3>
      <p className="cap">{t('viewGroupsText')}</p>
      <ol className="view-list">
        {fields.map(({ key, name }, at) => (
          <li key={key} style={{ '--level': at }}>
            <bdi className="ell">{name}</bdi>
            <ActionIcon
              size={26}
              disabled={at === 0}
              aria-label={t('viewGroupUp', { column: name })}
              onClick={() => look.change((one) => movedGroup(one, key, at - 1))}
            >
              <IconArrowUp {...ICON} />
            </ActionIcon>
            <ActionIcon
              size={26}
              disabled={at === fields.length - 1}
              aria-label={t('viewGroupDown', { column: name })}
              onClick={() => look.change((one) => movedGroup(one, key, at + 1))}
            >
              <IconArrowDown {...ICON} />
            </ActionIcon>
            <ActionIcon
              size={26}
              aria-label={t('groupRemove', { column: name })}
              onClick={() => look.change((one) => notGroupedBy(one, key))}
            >
              <IconX {...ICON} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <NativeSelect
        size="xs"
        aria-label={t('viewGroupAdd')}
        value=""
        data={[
          { value: '', label: t('viewGroupAdd') },
          ...others.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => value !== '' && look.change((one) => groupedBy(one, value, true))}
      />
    </section>
  )
}
