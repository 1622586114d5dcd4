/** Where a command finds the server that it calls, and who it is there. */
export interface CommandSettings {
  /** Address of the server, as people type it; empty: not set. */
  url: string
  /** An API key; empty: not set. */
  key: string
}

/** `CARBONSHEET_URL` and `CARBONSHEET_KEY`: of a command that runs beside no server, which has settings of its own. */
export const commandSettings = (): CommandSettings => ({
  url: process.env['CARBONSHEET_URL'] ?? '',
  key: process.env['CARBONSHEET_KEY'] ?? '',
})
