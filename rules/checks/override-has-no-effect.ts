import { lineAt } from '../../server/engine/text'
import type { FileFacts, Fix, Override, Rule } from '../../server/engine/types'
import { first } from '../wording'

/** Readers of formats in which no statement stands between two values. */
const DATA: ReadonlySet<string> = new Set([
  'dotenv',
  'properties',
  'ini',
  'json',
  'yaml',
  'toml',
  'hcl',
  'systemd',
  'nix',
])

/** A script may use a value before it is set again; where the next line sets it, nothing can. */
function nothingBetween({ loser, winner }: Override, file: FileFacts | undefined): boolean {
  if (DATA.has(file?.reader ?? '')) return true
  if (!file || winner.path !== loser.path) return false
  const line = lineAt(file.lineStarts, loser.setting.value.span.end)
  return lineAt(file.lineStarts, winner.setting.keySpan.start) - line === 1
}

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
      const { entry } = loser.setting
      const fixes: Fix[] = entry
        ? [
            {
              title: 'Remove the value without effect',
              // another client of the unit may read a variable that this call does not
              safe: winner.setting.kind === loser.setting.kind && nothingBetween(o, model.files.get(loser.path)),
              path: loser.path,
              edits: [{ span: entry, text: '' }],
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
export default rule
