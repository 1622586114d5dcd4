import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { NAMED_UNITS } from '#shared/quantities/unitTable.ts'

/** The named units that become this one, without itself; none when it is no unit that we know. */
export function unitsLike(own: string): string[] {
  const to = parseUnit(own)
  if (!to.ok) {
    return []
  }
  return [...NAMED_UNITS.keys()].filter((name) => {
    const from = parseUnit(name)
    return name !== own && from.ok && conversion(from.value, to.value).ok
  })
}
