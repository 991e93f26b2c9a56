import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Compile = (root: string, schemaRoot: string) => { errors: string[] }
/** The compiler is a script of its own; it is loaded as it stands, not bundled. */
const load = async () =>
  ((await import(pathToFileURL(join(process.cwd(), 'scripts/pack.mjs')).href)) as { compilePack: Compile }).compilePack

const SOURCE =
  'sources:\n  - { id: s1, title: T, url: "https://a.b", publisher: P, group: g, date: 2026-01-01, read: 2026-01-02, status: listed }\n'
const row = (host: string, rest = '') =>
  `  - { host: "${host}", name: N, serves: [any], sources: [s1], seen: { last: 2026-01-01 }, confidence: high${rest} }\n`

/** What is wrong in a fact file, and the message with file and line that has to end the build. */
const cases: readonly (readonly [name: string, files: Record<string, string>, message: RegExp])[] = [
  ['a clean pack', { 'endpoints/cloud.yaml': `endpoints:\n${row('a.b')}` }, /^$/],
  [
    'a relay row that rests on one list',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b')}` },
    /relay\.yaml:2: a\.b: one group of sources is not enough for high/,
  ],
  ['a relay row that describes itself', { 'endpoints/relay.yaml': `endpoints:\n${row('a.b', ', self: true')}` }, /^$/],
  [
    'a relay row seen later than its sources',
    {
      'endpoints/relay.yaml': `endpoints:\n${row('a.b', ', self: true').replace('last: 2026-01-01', 'last: 2026-02-01')}`,
    },
    /a\.b: seen later than any of its sources/,
  ],
  [
    'rows out of order',
    { 'endpoints/cloud.yaml': `endpoints:\n${row('b.b')}${row('a.b')}` },
    /cloud\.yaml:3: a\.b stands after b\.b/,
  ],
  [
    'a search page as a source',
    { 'sources.yaml': SOURCE.replace('https://a.b', 'https://a.b/search?q=c') },
    /sources\.yaml:2: s1: .* is no address/,
  ],
  [
    'patterns of two classes over the same hosts',
    {
      'endpoints/cloud.yaml': `endpoints:\n${row('api.*.b', ', match: ["https://api.x.b"], miss: ["https://x.c"]')}`,
      'endpoints/gateway.yaml': `endpoints:\n${row('*.x.b', ', match: ["https://api.x.b"], miss: ["https://x.c"]')}`,
    },
    /gateway\.yaml:2: \*\.x\.b and api\.\*\.b \(cloud\.yaml\) claim the same hosts/,
  ],
  ['broken YAML', { 'endpoints/relay.yaml': 'endpoints:\n  - { host: [\n' }, /rules\/endpoints\/relay\.yaml:\d+: /],
  [
    'a duplicate host',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b')}${row('a.b')}` },
    /relay\.yaml:3: a\.b stands twice/,
  ],
  [
    'a host in two classes',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b')}`, 'endpoints/cloud.yaml': `endpoints:\n${row('a.b')}` },
    /also in|stands twice/,
  ],
  [
    'an unknown source',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b').replace('[s1]', '[s2]')}` },
    /relay\.yaml:2: a\.b: source s2/,
  ],
  [
    'evidence without a day',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b').replace('2026-01-01', 'soon')}` },
    /seen\.last is no day/,
  ],
  ['a pattern without examples', { 'endpoints/cloud.yaml': `endpoints:\n${row('*.a.b')}` }, /needs match and miss/],
  [
    'a pattern that misses its example',
    { 'endpoints/cloud.yaml': `endpoints:\n${row('*.a.b', ', match: ["https://a.b"], miss: ["https://x.c"]')}` },
    /does not match https:\/\/a\.b/,
  ],
  [
    'a pattern that matches what it must not',
    { 'endpoints/cloud.yaml': `endpoints:\n${row('*.a.b', ', match: ["https://x.a.b"], miss: ["https://y.a.b"]')}` },
    /must not match/,
  ],
  [
    'a verdict word',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b', ', note: "a malicious host"')}` },
    /"malicious" is a verdict/,
  ],
  [
    'wording stronger than its status',
    {
      'events.yaml':
        'events:\n  - { id: e, date: 2026-01-01, claimant: c, claim: "it was proven", status: allegation, source: s1, topics: [] }\n',
    },
    /says more than the status allegation/,
  ],
  [
    'a key shape that is not linear',
    {
      'keys.yaml':
        'shapes:\n  - { id: k, vendor: v, kind: api-key, prefix: "k-", pattern: "k-(a+)+", source: s1, confidence: high }\n',
    },
    /not linear/,
  ],
  [
    'an unknown key of a row',
    { 'endpoints/relay.yaml': `endpoints:\n${row('a.b', ', colour: red')}` },
    /must NOT have additional properties|colour/,
  ],
]

describe('the compiler of the fact base', () => {
  for (const [name, files, message] of cases) {
    it(name, async () => {
      const compilePack = await load()
      const root = mkdtempSync(join(tmpdir(), 'relaylint-pack-'))
      try {
        mkdirSync(join(root, 'rules/schema'), { recursive: true })
        for (const [path, text] of Object.entries({ 'sources.yaml': SOURCE, ...files })) {
          mkdirSync(dirname(join(root, 'rules', path)), { recursive: true })
          writeFileSync(join(root, 'rules', path), text)
        }
        const errors = compilePack(root, process.cwd()).errors
        assert.match(errors.join('\n'), message)
        for (const e of errors) assert.match(e, /^rules\/[\w./-]+:\d+: /)
      } finally {
        rmSync(root, { recursive: true, force: true })
      }
    })
  }
})
