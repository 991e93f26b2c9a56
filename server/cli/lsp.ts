import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Args, UsageError } from './args'

/**
 * Becomes the server that lies beside the command: loaded by path, in this process, so that whoever started the command owns the server
 * itself and nothing is left behind when it dies. Never resolves: the server ends the process.
 */
export function startServer(args: Args): Promise<number> {
  const server = join(__dirname, 'server.js')
  if (!args.flags.has('stdio') && !args.socket && !args.flags.has('node-ipc'))
    throw new UsageError('lsp needs --stdio or --socket PORT')
  if (!existsSync(server)) throw new UsageError('dist/server.js is missing: build the project first')
  if (args.socket && !(/^\d{1,5}$/.test(args.socket) && Number(args.socket) < 65_536))
    throw new UsageError('--socket needs a port: a number below 65536')
  const flags = args.flags.has('stdio') ? ['--stdio'] : args.socket ? [`--socket=${args.socket}`] : ['--node-ipc']
  process.argv = [process.argv[0] as string, server, ...flags]
  require(server)
  return new Promise(() => {})
}
