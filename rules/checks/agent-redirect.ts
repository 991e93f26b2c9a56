import type { Endpoint, Rule, RuleContext, Severity } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { isAllowed } from '../allowed'
import { elsewhere, toImitated } from '../fixes'
import { ALLOWED } from '../passes'
import {
  alternatives,
  clauseText,
  first,
  hostName,
  lastSeen,
  lower,
  relaySeverity,
  setting,
  standing,
  uses,
  whoSays,
  worst,
} from '../wording'

const WHEN: Readonly<Record<string, string>> = {
  yes: 'acts at once',
  'after-trust': 'acts once the folder is trusted, and at once in headless runs',
  'ignored-by-tool': 'never acts: the tool drops this key from project files',
  overridden: 'does not act: another value wins',
  'not-selected': 'acts only when this provider is selected',
}

function hasCredential(e: Endpoint, { model }: RuleContext): boolean {
  return model.credentials.some(
    (c) =>
      c.path === e.path &&
      c.state === 'literal' &&
      (c.vendor === e.vendor || c.vendor === '' || e.vendor === '' || e.vendor === 'any'),
  )
}

function classSeverity(e: Endpoint, context: RuleContext): Severity {
  if (e.class === 'lookalike') return 'error'
  if (e.class === 'relay') return relaySeverity(e, context.facts)
  return 'warning'
}

const rule: Rule = {
  id: 'agent-redirect',
  title: 'A committed setting of a coding agent redirects whoever opens the repository',
  severity: 'warning',
  endpoint(e, context) {
    if (!e.agent) return context.pass('this is no settings file of a coding agent')
    if (!agentTakesOver(e))
      return context.pass(
        e.agent.scope === 'project'
          ? `the address is ${standing(e)}`
          : 'these settings belong to one person, not to the project',
      )
    // the policy answers the question who runs it; evidence of being a relay stays
    if ((e.class === 'unknown' || e.class === 'gateway') && isAllowed(e, context)) return context.pass(ALLOWED)
    let severity = worst('warning', classSeverity(e, context))
    if (hasCredential(e, context)) severity = 'error'
    if (e.agent.effect === 'ignored-by-tool') severity = 'info'
    else if (e.effective === 'overridden' || e.effective === 'not-selected') severity = lower(severity)
    const { name } = e.agent
    const host = hostName(e)
    // what one list alone says is for the auditor
    const silent = e.class === 'relay' && e.row?.confidence === 'low' && context.persona !== 'auditor'
    const evidence = silent ? [] : e.evidence
    const old = e.class === 'relay' && !silent ? lastSeen(e, context.day) : ''
    const ground = `${silent ? 'unlisted' : e.basis}${old ? `, last seen ${old}` : ''}`
    const clause = e.agent.client === 'claude-code' ? ` ${clauseText(context.facts.clause('claude-code-gateway'))}` : ''
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity,
        message: first(
          e.agent.effect === 'ignored-by-tool'
            ? `This project setting names ${host} for ${name}, which ignores the key in project files.`
            : `This project setting redirects ${name} for everyone who opens the folder, to ${host}.`,
        ),
        why: `${setting(e)} ${WHEN[e.agent.effect] ?? 'acts at once'}. The host is ${ground}${evidence.length > 0 ? `: ${whoSays(evidence, context.facts)}` : ''}.${clause}`,
        todo: `Keep addresses of a person in user settings. ${alternatives(e)}`,
        evidence,
        related: uses(e),
        identity: e.key,
        fixes: [...toImitated(e), ...elsewhere(e, context)],
      },
    ]
  },
}
export default rule
