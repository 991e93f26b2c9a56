import { createPlacer } from './place'
import type { Printer } from './types'

/** CycloneDX 1.7: the AI services that this project calls, one service a host. */
export const cyclonedx: Printer = (input) => {
  const place = createPlacer(input.result)
  const hosts = new Map<string, (typeof input.result.model.endpoints)[number][]>()
  for (const e of input.result.model.endpoints) {
    if (e.auditorOnly || e.class === 'placeholder' || !e.host) continue
    hosts.set(e.host, [...(hosts.get(e.host) ?? []), e])
  }
  const services = [...hosts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, list]) => {
      const first = list[0]
      return {
        'bom-ref': `service:${host}`,
        name: host,
        ...(first?.operator ? { provider: { name: first.operator } } : {}),
        endpoints: [...new Set(list.map((e) => input.redactor.cut(e.url)))].sort(),
        'x-trust-boundary': first?.class !== 'private',
        properties: [
          { name: 'relaylint:class', value: first?.class ?? '' },
          { name: 'relaylint:basis', value: first?.basis ?? '' },
          { name: 'relaylint:serves', value: (first?.serves ?? []).join(',') },
          ...list.map((e) => ({ name: 'relaylint:place', value: `${e.path}:${place(e.path, e.span).start.line}` })),
        ],
      }
    })
  const defaults = [...new Set(input.result.model.uses.map((u) => u.vendor))]
    .sort()
    .filter((v) => !services.some((s) => s.properties[2]?.value.includes(v)))
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'relaylint', version: input.version }] },
      properties: [
        { name: 'relaylint:rulebase', value: input.facts.pack.hash },
        { name: 'relaylint:complete', value: String(input.result.complete) },
      ],
    },
    services: [
      ...services,
      ...defaults.map((v) => ({
        'bom-ref': `service:default:${v}`,
        name: `${v} (default host of its client)`,
        endpoints: [] as string[],
        'x-trust-boundary': true,
        properties: [{ name: 'relaylint:class', value: 'official' }],
      })),
    ],
  }
  return `${JSON.stringify(bom, null, 2)}\n`
}
