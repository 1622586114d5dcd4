import type { CopyNote, CopyNoteCode, CopyProblem } from '#shared/api/copies.ts'
import type { Field } from '#shared/fields/field.ts'
import { readsElsewhere } from '#shared/fields/readsElsewhere.ts'
import type { CopySource } from './CopySource.ts'
import type { TableDraft } from './TableDraft.ts'

/** A table of which a copy is made, and the copy. */
export interface DraftedCopy {
  source: CopySource
  draft: TableDraft
  /** By id: the field of the source that became this field of the draft. */
  origins: ReadonlyMap<string, Field>
}

export interface CopyAim {
  projectId: string
  moduleId: string
  /** What a copied table is called. */
  nameOf: (source: CopySource) => string
  /** Ids of fields that stay behind. */
  leaveOut: ReadonlySet<string>
  /** Whether the copier may read that field of a table of the project of the copy. */
  mayPointAt: (tableId: string, fieldId: string) => boolean
}

export interface DraftedCopies {
  copies: DraftedCopy[]
  problems: CopyProblem[]
  notes: CopyNote[]
}

/**
 * What the copies of these tables will be. Formulas name fields by keys, which stay; references among the tables lead to the
 * copies, others stay where their target can be reached. Pure.
 */
export function draftCopies(sources: readonly CopySource[], aim: CopyAim): DraftedCopies {
  const notes = sources.flatMap((source) => notesOf(source, aim.leaveOut))
  const taken = sources.map((source) => ({
    source,
    id: crypto.randomUUID(),
    fields: comingAlong(source, aim.leaveOut).map((field) => ({ field, id: crypto.randomUUID() })),
  }))
  const tableIds = new Map(taken.map(({ source, id }) => [source.table.id, id]))
  const fieldIds = new Map(taken.flatMap(({ fields }) => fields.map(({ field, id }) => [field.id, id] as const)))
  const problems: CopyProblem[] = []
  const copies = taken.map(({ source, id, fields }): DraftedCopy => {
    const drafted = fields.map(({ field, id: fieldId }): Field => {
      const target = targetOf(field, source, { tableIds, fieldIds, aim })
      if (typeof target === 'string') {
        problems.push({ path: `fields.${field.key}.target`, code: 'target', message: target, field_id: field.id })
        return { ...field, id: fieldId }
      }
      return { ...field, ...target, id: fieldId }
    })
    const { id: copiedFrom, description } = source.table
    const { moduleId } = aim
    return {
      source,
      draft: {
        id,
        moduleId,
        name: aim.nameOf(source),
        description,
        fields: drafted,
        from: { copied_from: copiedFrom },
      },
      origins: new Map(fields.map(({ field, id: fieldId }) => [fieldId, field])),
    }
  })
  return { copies, problems, notes }
}

/** A result that was released to somebody is nothing that they could write down again. */
const isReleasedOnly = ({ type, formula }: Field): boolean => type === 'formula' && formula === null

/** What of a table can be had a second time. */
export const comingAlong = ({ readable }: CopySource, leaveOut: ReadonlySet<string>): Field[] =>
  readable.filter((field) => !isReleasedOnly(field) && !readsElsewhere(field) && !leaveOut.has(field.id))

/** Of fields that they may not read, only who manages the table hears. */
export function notesOf({ table, fields, readable, isManaged }: CopySource, leaveOut: ReadonlySet<string>): CopyNote[] {
  const known = new Map(readable.map((field) => [field.id, field]))
  return fields.flatMap((field): CopyNote[] => {
    const seen = known.get(field.id)
    const note = (code: CopyNoteCode): CopyNote[] => [{ table: table.name, field: field.name, code, cells: null }]
    if (leaveOut.has(field.id)) {
      return []
    }
    if (seen === undefined) {
      return isManaged ? note('hidden') : []
    }
    if (isReleasedOnly(seen)) {
      return note('released')
    }
    if (readsElsewhere(seen)) {
      return note('elsewhere')
    }
    return isManaged && field.rules?.formula !== undefined && seen.rules?.formula === undefined ? note('condition') : []
  })
}

interface Targets {
  tableIds: ReadonlyMap<string, string>
  fieldIds: ReadonlyMap<string, string>
  aim: CopyAim
}

/** Where a reference of the copy points; a text says why it can point nowhere. */
function targetOf(
  { name, targetTableId, targetFieldId }: Field,
  { place }: CopySource,
  { tableIds, fieldIds, aim }: Targets,
): Pick<Field, 'targetTableId' | 'targetFieldId'> | string {
  if (targetTableId === null || targetTableId === undefined || targetFieldId === null || targetFieldId === undefined) {
    return { targetTableId: null, targetFieldId: null }
  }
  const copiedTable = tableIds.get(targetTableId)
  if (copiedTable !== undefined) {
    const copiedField = fieldIds.get(targetFieldId)
    return copiedField === undefined
      ? `“${name}” shows a column of its table that does not come along. Leave “${name}” out too.`
      : { targetTableId: copiedTable, targetFieldId: copiedField }
  }
  if (place.projectId !== aim.projectId) {
    return `“${name}” points at rows of a table that stays in its project. Copy the module with both tables, or leave “${name}” out.`
  }
  return aim.mayPointAt(targetTableId, targetFieldId)
    ? { targetTableId, targetFieldId }
    : `“${name}” points at rows of a table whose names you may not read. Leave “${name}” out.`
}
