import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../report/terminal'
import { UsageError } from './args'
import { printPolicyErrors, type Session, scanTarget, targetOf } from './session'
import { writeFile } from './write'

/** `policy init` writes a commented starter from what the scan found; `policy check` reports every error with its place. */
export async function policy(session: Session): Promise<number> {
  const [verb = '', path = '.'] = session.args.positional
  if (verb !== 'init' && verb !== 'check') throw new UsageError('policy needs init or check')
  const target = targetOf(path, session.io)
  const result = await scanTarget(target, session)
  if (verb === 'check') {
    for (const n of result.policyNotes)
      session.io.err(
        `${printable(n.path)}:${n.line}:${n.column}: note: ${printable(session.redactor.cut(n.message))}\n`,
      )
    printPolicyErrors(result, session)
    if (result.policyErrors.length === 0)
      session.io.out(result.policies[0]?.path ? `${result.policies[0].path}: valid\n` : 'there is no relaylint.yaml\n')
    return result.policyErrors.length > 0 ? 2 : 0
  }
  const file = join(target.root, 'relaylint.yaml')
  if (existsSync(file)) throw new UsageError(`${file} exists`)
  const hosts = [
    ...new Set(result.model.endpoints.filter((e) => e.class === 'unknown' || e.class === 'gateway').map((e) => e.host)),
  ].sort()
  writeFile(file, starter(hosts))
  session.io.out(`wrote ${file}\n`)
  return 0
}

export function starter(hosts: readonly string[]): string {
  const gateways =
    hosts.length > 0
      ? hosts
          .map((h) => `#   - { host: "${h}", operator: self, upstream: [openai], reason: "who runs it, and why" }`)
          .join('\n')
      : '#   - { host: llm.corp.example, operator: self, upstream: [anthropic, openai], reason: "platform team" }'
  return `# What this organisation says about its own AI traffic. https://github.com/relaylint/relaylint/blob/main/docs/contract.md
version: 1
persona: developer          # developer, reviewer, auditor
fail-on: warning            # error, warning, info, never

# Gateways that you run or have chosen. A declared host is never reported as unknown.
# gateways:
${gateways}

# Hosts that are never or always fine. default: allow, warn, deny, require-gateway
# endpoints:
#   default: allow
#   deny: [{ host: "*.relay.example", reason: "not approved" }]

# Facts that only you know; without them ownership and end users are not assessed.
# organization: { headquarters: SG, owners: [{ country: SG, share: 100 }], developers: [SG], end-users: [SG] }

# Exceptions end by themselves.
# exceptions:
#   - { rule: relay-endpoint, path: "demo/**", reason: "trial", owner: "@team", until: 2027-01-31 }
`
}
