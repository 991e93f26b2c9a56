/** The command: parses, dispatches, and turns errors of use into exit status 2. */
import { loadPack } from '../../rules'
import { createRedactor } from '../engine/redact'
import { parseArgs, UsageError } from './args'
import { HELP } from './help'
import type { Io } from './io'

export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const args = parseArgs(argv)
    if (args.command === 'help' || args.flags.has('help')) {
      io.out(HELP)
      return 0
    }
    if (args.command === 'version' || args.flags.has('version')) {
      io.out(`relaylint ${io.version}\n`)
      return 0
    }
    if (args.command === 'lsp') return (await import('./lsp')).startServer(args, io)
    const { createSession, GitError } = await import('./session')
    try {
      return await dispatch(args.command, createSession(args, io))
    } catch (error) {
      if (error instanceof GitError) throw new UsageError(error.message)
      throw error
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    // a key may stand where a path or a day was expected
    io.err(`relaylint: ${createRedactor(loadPack().keys).cut(error.message)}\n`)
    return 2
  }
}

async function dispatch(command: string, session: import('./session').Session): Promise<number> {
  switch (command) {
    case 'explain':
      return (await import('./explain')).explain(session)
    case 'files':
      return (await import('./files')).files(session)
    case 'facts':
      return (await import('./facts')).facts(session)
    case 'policy':
      return (await import('./policy')).policy(session)
    case 'baseline':
      return (await import('./baseline')).baseline(session)
    case 'map':
    case 'inventory':
    case 'whatif':
      return (await import('./overview')).overview(command, session)
    default:
      return (await import('./scan')).scanCommand(session)
  }
}
