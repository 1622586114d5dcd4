import { AppError } from './AppError.ts'

/** Not there, or not for this person to know about: both are answered alike. */
export class NotFoundError extends AppError {
  constructor(what: string) {
    super({ code: 'not-found', status: 404, detail: `There is no such ${what}, or you may not see it.` })
  }
}
