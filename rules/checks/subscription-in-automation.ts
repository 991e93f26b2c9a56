import type { FactBase } from '../../server/engine/facts'
import type { Draft, PlacedCredential, Rule, RuleContext } from '../../server/engine/types'
import { isSubscription } from '../subscriptions'
import { clauseText, first, isTestPath } from '../wording'

const AUTOMATION = new Set([
  'job',
  'step',
  'workflow',
  'service',
  'workload',
  'container',
  'function',
  'stage',
  'config-map',
  'secret',
])
const PIPELINE = new Set(['job', 'step', 'workflow'])

function inAutomation(c: PlacedCredential, { model }: RuleContext): string {
  const file = model.files.get(c.path)
  if (!file) return ''
  for (let at = c.block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
    const kind = file.blocks[at]?.kind ?? 'file'
    if (AUTOMATION.has(kind)) return PIPELINE.has(kind) ? 'a pipeline' : 'a deployment'
  }
  if (/^(?:workflow|gitlab|azure-pipelines|circleci|pipeline)/.test(file.dialect)) return 'a pipeline'
  if (file.dialect === 'dockerfile') return 'an image'
  if (file.reader === 'systemd') return 'a deployment'
  const loaded = c.units.some((u) => !u.startsWith('folder:'))
  return loaded ? 'a deployment' : ''
}

/** What its provider says about personal logins in products and pipelines. */
function clauseFor(c: PlacedCredential, facts: FactBase) {
  return facts.clause(c.vendor === 'openai' ? 'openai-terms-sharing' : 'claude-code-credentials')
}

const rule: Rule = {
  id: 'subscription-in-automation',
  title: 'A personal subscription token in a pipeline, an image or a deployment',
  severity: 'warning',
  model(context) {
    const { pass } = context
    const out: Draft[] = []
    for (const c of context.model.credentials) {
      if (c.state === 'empty' || c.state === 'placeholder' || c.quoted) {
        pass('no token stands here', c)
        continue
      }
      const how = isSubscription(c, context.facts)
      const where = how ? inAutomation(c, context) : ''
      if (!where) {
        pass(how ? 'it stands in no pipeline, image or deployment' : 'it is no token of a personal subscription', c)
        continue
      }
      out.push({
        path: c.path,
        span: c.span,
        severity: isTestPath(c.path) ? 'info' : 'warning',
        confidence: how === 'shape' ? 'high' : 'medium',
        identity: c.name,
        message: first(
          `${c.name ? `\`${c.name}\`` : 'A value here'} puts a personal subscription token into ${where}.`,
        ),
        why: `${how === 'shape' ? `The value has the public shape of such a token (${c.prefix}…). ` : ''}${clauseText(clauseFor(c, context.facts))} It also belongs to one account, which ends with that account.`,
        todo: 'Use an API key of the organisation or a cloud channel for automation.',
      })
    }
    return out
  },
}
export default rule
