/** A server in a process of its own that sends webhooks, so that a test can kill it in the middle of a call. */
import { openDatabase } from '#server/storage/database/openDatabase.ts'
import { CALL_OUT } from '../egress/callOut.ts'
import { HookSecrets } from '../HookSecrets.ts'
import { HOOK_TIMING, HookSender } from '../HookSender.ts'

const [appUrl, secret] = process.argv.slice(2)
const sender = new HookSender({
  db: openDatabase({ url: appUrl!, poolSize: 4 }),
  secrets: new HookSecrets(secret!),
  egress: { ...CALL_OUT, allowsLocal: true, timeoutMs: 3_600_000 },
  timing: { ...HOOK_TIMING, lookMs: 50, leaseMs: 1000 },
  log: { warn: (fields) => process.send?.({ warned: String(Reflect.get(fields, 'err')) }) },
})
sender.start()
// the timer of the sender keeps nobody alive by itself
setInterval(() => {}, 60_000)
