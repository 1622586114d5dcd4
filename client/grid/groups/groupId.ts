/** Ids of rows of the sheet are letters, digits, - and _ (`newRowIds`): none begins like this. */
const PREFIX = 'group:'

/** The id of a head row: the columns and values that its group is made of, the outermost first. The same for ever. */
export const groupId = (path: readonly { key: string; value: string }[]): string =>
  PREFIX + JSON.stringify(path.map(({ key, value }) => [key, value]))

/** The contrary; null: it is no such id. */
export function pathOfGroup(id: string): { key: string; value: string }[] | null {
  if (!isGroupId(id)) {
    return null
  }
  const path: [key: string, value: string][] = JSON.parse(id.slice(PREFIX.length))
  return path.map(([key, value]) => ({ key, value }))
}

/** Whether a row of the grid heads a group: it is shown, and no row of the sheet. Nothing is ever written to it. */
export const isGroupId = (row: string | null | undefined): boolean => row?.startsWith(PREFIX) === true
