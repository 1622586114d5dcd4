import type { InstrumentReply } from '#shared/api/instruments.ts'
import { counting, type CurrentAllocation, sumMwh } from '../instruments/currentAllocations.ts'
import { bodyOf } from '../instruments/saveInstrument.ts'
import type { Instrument } from '../models/Instrument.ts'

/** `all`: every allocation of it. `isReadable`: whether the caller may read that cycle. */
export function presentInstrument(
  instrument: Instrument,
  all: readonly CurrentAllocation[],
  {
    isReadable,
    siteNames,
  }: { isReadable: (allocation: CurrentAllocation) => boolean; siteNames: ReadonlyMap<string, string> },
): InstrumentReply {
  const { id, mwh, updatedAt } = instrument
  const allocated = sumMwh(counting(all))
  return {
    id,
    ...bodyOf(instrument),
    allocated_mwh: allocated,
    remaining_mwh: mwh === null ? null : sumMwh([{ mwh }, { mwh: -allocated }]),
    allocations: all.filter(isReadable).map((allocation) => ({
      id: allocation.id,
      cycle_id: allocation.cycle_id,
      cycle_name: allocation.cycle_name,
      cycle_status: allocation.cycle_status,
      project_id: allocation.project_id,
      project_name: allocation.project_name,
      site: allocation.site,
      site_name: allocation.site === null ? null : (siteNames.get(allocation.site) ?? allocation.site),
      from_month: allocation.from_month,
      to_month: allocation.to_month,
      mwh: allocation.mwh,
    })),
    is_frozen: all.some(({ cycle_status: status }) => status === 'locked'),
    updated_at: updatedAt.toISOString(),
  }
}
