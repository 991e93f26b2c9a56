import { printers } from '../report'
import { UsageError } from './args'
import { reportInput } from './scan'
import { type Session, scanTarget, targetOf } from './session'

/** `map`, `inventory`, `whatif`: views of the same model. */
export async function overview(command: string, session: Session): Promise<number> {
  const target = targetOf(session.args.positional[0] ?? '.', session.io)
  const result = await scanTarget(target, session)
  if (command === 'inventory') {
    const printer = printers.cyclonedx
    if (!printer) throw new UsageError('the inventory printer is not part of this build')
    session.io.out(printer(reportInput(result, session)))
    return result.complete ? 0 : 3
  }
  const rows = result.model.endpoints
    .filter((e) => !e.auditorOnly)
    .map((e) => ({
      unit: e.reach[0]?.unit.replace(/^folder:/, '') || '.',
      client: e.client || e.vendor || 'AI client',
      host: e.host,
      class: e.class,
      basis: e.basis,
      serves: e.serves,
    }))
  const uses = result.model.uses.map((u) => ({
    unit: u.units[0]?.replace(/^folder:/, '') || '.',
    client: u.client,
    host: '',
    class: 'official',
    basis: 'default host',
    serves: [u.vendor],
  }))
  const edges = [
    ...new Map([...rows, ...uses].map((r) => [`${r.unit} ${r.client} ${r.host} ${r.class}`, r])).values(),
  ].sort((a, b) => (`${a.unit} ${a.host}` < `${b.unit} ${b.host}` ? -1 : 1))
  if (command === 'whatif') {
    const lose = session.args.lose
    if (!lose) throw new UsageError('whatif needs --lose PROVIDER, HOST or REGION')
    const hit = edges.filter((r) => r.host === lose || r.host.endsWith(`.${lose}`) || r.serves.includes(lose))
    session.io.out(
      hit.length === 0
        ? `Nothing in this project depends on ${lose}.\n`
        : `Without ${lose}, ${hit.length} of ${edges.length} routes end:\n${hit.map((r) => `  ${r.unit}: ${r.client} -> ${r.host || 'default host'} (${r.basis})`).join('\n')}\n`,
    )
    return 0
  }
  const format = session.args.formats[0]?.format ?? 'text'
  if (format === 'json') session.io.out(`${JSON.stringify({ schema: 'relaylint/map@1', edges }, null, 2)}\n`)
  else if (format === 'mermaid')
    session.io.out(
      `flowchart LR\n${edges.map((r, i) => `  u${i}["${r.unit}: ${r.client}"] --> h${i}["${r.host || 'default host'} (${r.basis})"]`).join('\n')}\n`,
    )
  else if (format === 'dot')
    session.io.out(
      `digraph traffic {\n${edges.map((r) => `  "${r.unit}: ${r.client}" -> "${r.host || 'default host'} (${r.basis})"`).join('\n')}\n}\n`,
    )
  else
    session.io.out(
      edges.length === 0
        ? 'No AI traffic found.\n'
        : `${edges.map((r) => `${r.unit}: ${r.client} -> ${r.host || 'default host'} (${r.basis}) -> ${r.serves.join(', ')}`).join('\n')}\n`,
    )
  return result.complete ? 0 : 3
}
