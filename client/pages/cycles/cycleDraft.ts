import type { CycleReply, NewCycleBody } from '#shared/api/cycles.ts'
import { GWP_SETS, type GwpSet } from '#shared/emissions/gas.ts'
import { latestVersions } from '#client/features/place/pickCycle.ts'
import { dayAfter, daysOf, endOf, factorYearOf, lengthOf, MOST_DAYS, type PeriodLength } from '#shared/cycles/period.ts'

/** What stands in the form, as texts. */
export interface CycleDraft {
  name: string
  startsOn: string
  endsOn: string
  gwpSet: GwpSet
  /** Empty: by the period. */
  factorYear: string
}

/** As the cycle is; or, of a new one, the period behind the newest with its length and GWP set. */
export function draftOf(cycles: readonly CycleReply[], cycle?: CycleReply): CycleDraft {
  if (cycle !== undefined) {
    const { name, starts_on: startsOn, ends_on: endsOn, gwp_set: gwpSet, factor_year: factorYear } = cycle
    return { name, startsOn, endsOn, gwpSet, factorYear: String(factorYear) }
  }
  const newest = latestVersions(cycles).toSorted((a, b) => b.ends_on.localeCompare(a.ends_on))[0]
  const year = new Date().getFullYear()
  const startsOn = newest === undefined ? `${year}-01-01` : dayAfter(newest.ends_on, 1)
  const length = newest === undefined ? 'year' : lengthOf({ startsOn: newest.starts_on, endsOn: newest.ends_on })
  const endsOn = endOf(startsOn, length ?? 'year')
  return {
    name: newest === undefined ? `FY${startsOn.slice(0, 4)}` : nextName(nameOfCycle(newest)),
    startsOn,
    endsOn,
    gwpSet: newest?.gwp_set ?? 'AR6',
    factorYear: '',
  }
}

/** As it was first reported: a restated version has its number behind the name. */
const nameOfCycle = ({ name, version }: CycleReply): string =>
  version > 1 && name.endsWith(` v${version}`) ? name.slice(0, -` v${version}`.length) : name

/** The cycle whose sources a new one can take over: the last that begins before it, else the newest. */
export function sourceOf(cycles: readonly CycleReply[], { startsOn }: CycleDraft): CycleReply | null {
  const newestFirst = latestVersions(cycles).toSorted((a, b) => b.starts_on.localeCompare(a.starts_on))
  return newestFirst.find((cycle) => cycle.starts_on < startsOn) ?? newestFirst[0] ?? null
}

/** FY2025 becomes FY2026, and FY 25/26 becomes FY 26/27. */
export function nextName(name: string): string {
  return name.replaceAll(/\d+/g, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'))
}

export const hasPeriod = ({ startsOn, endsOn }: CycleDraft): boolean =>
  startsOn !== '' && endsOn !== '' && daysOf({ startsOn, endsOn }) > 1 && daysOf({ startsOn, endsOn }) <= MOST_DAYS

/** The year that an empty field stands for; null while the period says none. */
export const defaultYear = (draft: CycleDraft): number | null => (hasPeriod(draft) ? factorYearOf(draft) : null)

/** With another first day the length stays. */
export function withStart(draft: CycleDraft, startsOn: string): CycleDraft {
  const length = hasPeriod(draft) ? lengthOf(draft) : null
  return { ...draft, startsOn, ...(length !== null && startsOn !== '' && { endsOn: endOf(startsOn, length) }) }
}

export const withLength = (draft: CycleDraft, length: PeriodLength): CycleDraft =>
  draft.startsOn === '' ? draft : { ...draft, endsOn: endOf(draft.startsOn, length) }

export const gwpSetOf = (text: string): GwpSet => GWP_SETS.find((set) => set === text) ?? 'AR6'

/** As it is sent. What cannot be a year goes as it is, so that the server names the field. */
export function bodyOf({ name, startsOn, endsOn, gwpSet, factorYear }: CycleDraft): NewCycleBody {
  return {
    name,
    starts_on: startsOn,
    ends_on: endsOn,
    gwp_set: gwpSet,
    ...(factorYear.trim() !== '' && { factor_year: Number(factorYear) }),
  }
}
