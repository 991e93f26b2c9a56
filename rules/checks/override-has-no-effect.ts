import type { Fix, Rule } from '../../server/engine/types'
import { first } from '../wording'

/** Readers of formats where an assignment has its lines for itself. */
const LINES: ReadonlySet<string> = new Set(['dotenv', 'properties', 'ini'])

const rule: Rule = {
  id: 'override-has-no-effect',
  title: 'A value that never wins',
  severity: 'info',
  model({ model, facts, pass }) {
    if (!model.complete) return pass('the project has not been read as a whole yet')
    for (const e of model.endpoints) if (e.effective !== 'overridden') pass('no other value is known to win over it', e)
    const seen = new Set<string>()
    return model.overrides.flatMap((o) => {
      const { loser, winner } = o
      const endpoint = model.endpoints.find((e) => e.sinkPath === loser.path && e.sink === loser.setting)
      if (endpoint?.effective !== 'overridden') return []
      const key = `${loser.path} ${loser.setting.keySpan.start}`
      if (seen.has(key)) return []
      seen.add(key)
      const file = model.files.get(loser.path)
      const line = file
        ? lineOf(file.lineStarts, file.length, loser.setting.keySpan.start, loser.setting.value.span.end)
        : null
      const fixes: Fix[] =
        file && LINES.has(file.reader) && line
          ? [
              {
                title: 'Remove the line without effect',
                // another client of the unit may read a variable that this call does not
                safe: winner.setting.kind === loser.setting.kind,
                path: loser.path,
                edits: [{ span: line, text: '' }],
              },
            ]
          : []
      const name = loser.setting.name
      return [
        {
          path: loser.path,
          span: loser.setting.value.span,
          severity: 'info' as const,
          identity: name,
          host: endpoint.host,
          fixes,
          message: first(
            winner.setting.name === name
              ? `This value of \`${name}\` has no effect: another one wins.`
              : `\`${winner.setting.name}\` wins over \`${name}\`: this value has no effect.`,
          ),
          why: `${o.because[0]?.toUpperCase()}${o.because.slice(1)}${o.source ? ` (${facts.source(o.source)?.title ?? o.source})` : ''}.`,
          todo: 'Remove the value that does not count.',
          related: [{ path: winner.path, span: winner.setting.keySpan, message: 'this one wins' }],
        },
      ]
    })
  },
}

/** The whole line of an assignment, line break included. */
function lineOf(starts: readonly number[], length: number, from: number, to: number): { start: number; end: number } {
  let first_ = 0
  for (const s of starts) if (s <= from) first_ = s
  return { start: first_, end: starts.find((s) => s > to) ?? length }
}
export default rule
