/** Writes `.env.example` from the settings; runs on the project's own Node. */
import { writeFileSync } from 'node:fs'
import { envExample } from '#server/config/envExample.ts'

writeFileSync(new URL('../.env.example', import.meta.url), envExample())
