import type { Action, Subject } from '#shared/permissions/roles.ts'
import { AppError } from './AppError.ts'

/** Known person, known thing, not allowed. Names action, subject and field, never the data. */
export class PermissionError extends AppError {
  constructor(action: Action, subject: Subject, field?: string) {
    const target = field === undefined ? `this ${subject.toLowerCase()}` : `"${field}" of this ${subject.toLowerCase()}`
    super({
      code: 'forbidden',
      status: 403,
      detail: `Your role does not allow you to ${action} ${target}. Ask an administrator for the right to.`,
    })
  }
}
