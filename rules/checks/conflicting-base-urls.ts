import type { Rule } from '../../server/engine/types'
import { first, isTestPath } from '../wording'

const rule: Rule = {
  id: 'conflicting-base-urls',
  title: 'Two base URLs of one client in one unit that disagree, and no known order',
  severity: 'info',
  model({ model, pass }) {
    if (!model.complete) return pass('the project has not been read as a whole yet')
    const found = model.conflicts.filter(({ other }) => !isTestPath(other.path))
    const told = new Set(found.flatMap((c) => [c.one, c.other]))
    for (const e of model.endpoints)
      if (!told.has(e)) pass('no other base URL of the same client is known to disagree with it in one unit', e)
    return found.map(({ one, other }) => ({
      path: other.path,
      span: other.span,
      severity: 'info',
      identity: `${one.sink.name} ${other.sink.name}`,
      host: other.host,
      message: first(`\`${one.sink.name}\` and \`${other.sink.name}\` name different hosts for the same client.`),
      why: 'SDKs and frameworks read these settings in different orders, so which host is called depends on the client.',
      todo: 'Keep one of them.',
      related: [{ path: one.path, span: one.span, message: 'the other one' }],
    }))
  },
}
export default rule
