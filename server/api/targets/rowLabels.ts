import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { isPointing } from '#shared/fields/target.ts'
import type { AppServices } from '../AppServices.ts'
import { foundTargets } from './foundTargets.ts'
import type { PointingField } from './withTargets.ts'

/**
 * What the cells of these rows point at is called, by row and field key; null where nothing is to be told: it is empty,
 * gone, or hidden from the caller. Undefined when no field points at anything.
 */
export async function rowLabels(
  services: Pick<AppServices, 'db' | 'reader' | 'collaboration'>,
  pointing: Omit<PointingField, 'field'>,
  fields: readonly Field[],
  rows: readonly Readonly<Record<string, CellValue>>[],
): Promise<Record<string, string | null>[] | undefined> {
  const asked = fields.filter(({ type }) => isPointing(type))
  if (asked.length === 0) {
    return undefined
  }
  const labels = rows.map((): Record<string, string | null> => ({}))
  for (const field of asked) {
    const texts = rows.map((row) => row[field.ordinal]).map((value) => (typeof value === 'string' ? value : ''))
    const values = [...new Set(texts)].filter((text) => text !== '')
    const found = values.length === 0 ? null : await foundTargets(services, { ...pointing, field }, values)
    texts.forEach((text, i) => {
      const target = found?.get(text)
      labels[i]![field.key] = target?.id === text ? target.label : null
    })
  }
  return labels
}
