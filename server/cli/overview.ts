import { printers } from '../report'
import { mapPrinters, routesOf, whatIf } from '../report/routes'
import { UsageError } from './args'
import { exitCode, reportInput } from './scan'
import { printPolicyErrors, type Session, scanTarget, targetOf } from './session'

/** `map`, `inventory`, `whatif`: views of the same model. They look and do not judge: findings change no exit status. */
export async function overview(command: string, session: Session): Promise<number> {
  const { args, io } = session
  const [{ format, file } = { format: '', file: '' }] = args.formats
  if (file) throw new UsageError(`${command} prints to standard output only`)
  if (command === 'whatif' && !args.lose) throw new UsageError('whatif needs --lose PROVIDER, HOST or REGION')
  const printMap = mapPrinters[format || 'text']
  if (command === 'map' && !printMap)
    throw new UsageError(`--format ${format} is not one of ${Object.keys(mapPrinters).join(', ')}`)
  const result = await scanTarget(targetOf(args.positional[0] ?? '.', io), session)
  if (io.signal.aborted) return 130
  printPolicyErrors(result, session)
  if (command === 'inventory') io.out(printers.cyclonedx?.(reportInput(result, session)) ?? '')
  else {
    const routes = routesOf(result.model)
    if (command === 'whatif') io.out(session.redactor.cut(whatIf(args.lose, routes, result.model, session.facts)))
    else io.out(session.redactor.cut(printMap?.(routes) ?? ''))
  }
  return exitCode({ ...result, findings: [] }, session)
}
