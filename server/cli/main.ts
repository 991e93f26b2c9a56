import { createIo } from './io'
import { run } from './run'

declare const RELAYLINT_VERSION: string

const controller = new AbortController()
process.once('SIGINT', () => {
  controller.abort()
  setImmediate(() => process.exit(130))
})

run(process.argv.slice(2), createIo(process, RELAYLINT_VERSION, controller.signal)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`relaylint: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 3
  },
)
