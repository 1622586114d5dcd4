import { Menu, UnstyledButton } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CycleChip } from '#client/components/Chip.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useSwitchPlace } from '#client/features/place/useSwitchPlace.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { useMayIn } from '#client/permissions/ability.tsx'
import type { CycleReply } from '#shared/api/cycles.ts'
import { useCycleSteps } from './CycleSteps.tsx'

/** The current cycle with its state, and the others. Always visible: every number belongs to a cycle. */
export function CycleSwitch() {
  const { cycle } = usePlace()
  return cycle === null ? null : <CurrentCycle cycle={cycle} />
}

function CurrentCycle({ cycle }: { cycle: CycleReply }) {
  const { t, i18n } = useTranslation()
  const { cycles } = usePlace()
  const { switchCycle } = useSwitchPlace()
  const isManager = useMayIn(cycle.project_id, 'manage', 'Cycle')
  const { items, question } = useCycleSteps(cycle)
  const status = t(`cycleStatus.${cycle.restated_by === null ? cycle.status : 'restated'}`)
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className="crumb" aria-label={t('switchCycle', { name: cycle.name, status })}>
            <b>{cycle.name}</b>
            <CycleChip status={cycle.status} isRestated={cycle.restated_by !== null} />
            <IconSelector size={14} stroke={1.6} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown miw={180}>
          {cycles.map((other) => (
            <Menu.Item
              key={other.id}
              fw={other.id === cycle.id ? 600 : 400}
              aria-current={other.id === cycle.id ? 'true' : undefined}
              rightSection={<CycleChip status={other.status} isRestated={other.restated_by !== null} />}
              onClick={() => switchCycle(other.id)}
            >
              {other.name}
            </Menu.Item>
          ))}
          {isManager && cycle.status !== 'locked' && items}
        </Menu.Dropdown>
      </Menu>
      {question}
      {cycle.status === 'open' && (
        <span className="crumb-note">{t('closes', { date: shortDate(cycle.ends_on, i18n.language) })}</span>
      )}
    </>
  )
}
