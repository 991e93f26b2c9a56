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
  const hosts = new Map<string, Set<string>>()
  for (const e of result.model.endpoints) {
    if (e.class !== 'unknown' && e.class !== 'gateway') continue
    const upstream = hosts.get(e.host) ?? new Set()
    if (e.vendor && e.vendor !== 'any') upstream.add(e.vendor)
    hosts.set(e.host, upstream)
  }
  writeFile(file, starter(hosts))
  session.io.out(`wrote ${file}\n`)
  return 0
}

/** `hosts`: gateways and unknown hosts that were found, with the makers whose clients reach them. */
export function starter(hosts: ReadonlyMap<string, ReadonlySet<string>>): string {
  const found = [...hosts].sort(([a], [b]) => (a < b ? -1 : 1))
  const gateways =
    found.length > 0
      ? found
          .map(([host, upstream]) => {
            const list = upstream.size > 0 ? ` upstream: [${[...upstream].sort().join(', ')}],` : ''
            return `#   - { host: "${host}", operator: self,${list} reason: "who runs it, and why" }`
          })
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

# Accounts at providers; kind: api, cloud, team, subscription.
# accounts:
#   - { provider: anthropic, kind: api, country: SG }

# Where code runs, as far as no manifest says so.
# deployments:
#   - { paths: ["infra/**"], provider: vercel, region: sin1 }

# AI tools that are not used here.
# tools:
#   deny: [{ tool: claude-code, reason: "not approved" }]

# Exceptions end by themselves.
# exceptions:
#   - { rule: relay-endpoint, path: "demo/**", reason: "trial", owner: "@team", until: 2027-01-31 }
`
}
