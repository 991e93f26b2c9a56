import type { Draft, PlacedCredential, Rule, RuleContext } from '../../server/engine/types'
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
const TOKEN_NAME =
  /^CLAUDE_CODE_OAUTH_(?:REFRESH_)?TOKEN$|^OPENAI_ACCESS_TOKEN$|^CODEX_AUTH_JSON$|^claude_code_oauth_token$/

function inAutomation(c: PlacedCredential, { model }: RuleContext): string {
  const file = model.files.get(c.path)
  if (!file) return ''
  for (let at = c.block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
    const kind = file.blocks[at]?.kind ?? 'file'
    if (AUTOMATION.has(kind))
      return kind === 'job' || kind === 'step' || kind === 'workflow' ? 'a pipeline' : 'a deployment'
  }
  if (file.dialect === 'workflow') return 'a pipeline'
  if (file.dialect === 'dockerfile') return 'an image'
  const loaded = c.units.some((u) => !u.startsWith('folder:'))
  return loaded ? 'a deployment' : ''
}

const rule: Rule = {
  id: 'subscription-in-automation',
  title: 'A personal subscription token in a pipeline, an image or a deployment',
  severity: 'warning',
  model(context) {
    const out: Draft[] = []
    for (const c of context.model.credentials) {
      const shaped = c.kind === 'subscription-token' || c.kind === 'refresh-token'
      if (!shaped && !TOKEN_NAME.test(c.name)) continue
      if (c.state === 'empty' || c.state === 'placeholder' || c.quoted) continue
      const where = inAutomation(c, context)
      if (!where) continue
      out.push({
        path: c.path,
        span: c.span,
        severity: isTestPath(c.path) ? 'info' : 'warning',
        confidence: shaped ? 'high' : 'medium',
        identity: c.name,
        message: first(`\`${c.name}\` puts a personal subscription token into ${where}.`),
        why: `${shaped ? `The value has the public shape of such a token (${c.prefix}…). ` : ''}${clauseText(context.facts.clause('claude-code-credentials'))} It also belongs to one account, which ends with that account.`,
        todo: 'Use an API key of the organisation or a cloud channel for automation.',
      })
    }
    return out
  },
}
export default rule
