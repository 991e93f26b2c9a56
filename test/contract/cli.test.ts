/** The command line as its users meet it: flags, help, formats, files that cannot be written, readers that go away. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS, FLAGS, REPORTS } from '../../server/cli/commands'
import { command, type Files, project } from '../helpers'

const RELAY: Files = { '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' }

async function ran(files: Files, argv: readonly string[], stdin = '') {
  const at = project(files)
  try {
    return {
      ...(await command(argv, at.root, stdin)),
      read: (path: string) => readFileSync(join(at.root, path), 'utf8'),
    }
  } finally {
    at.remove()
  }
}

describe('errors of use say what is accepted', () => {
  const wrong: readonly (readonly [argv: string, said: RegExp])[] = [
    ['scan --untrustd .', /unknown flag --untrustd; is --untrusted meant\?/],
    ['scan --failon error .', /is --fail-on meant\?/],
    ['scan --fromat json .', /is --format meant\?/],
    ['scan --frobnicate .', /unknown flag --frobnicate\n$/],
    ['scan --format serif .', /is sarif meant\?/],
    ['scan --format mermaid .', /belongs to relaylint map/],
    ['scan --format json: .', /needs a file name/],
    ['scan --format json --format sarif .', /only one report goes to standard output/],
    ['scan --fail-on fatal .', /error, warning, info, never/],
    ['scan --persona dev .', /developer, reviewer, auditor/],
    ['scan --as-of 2026-02-30 .', /not a day/],
    ['scan --as-of= .', /needs a value: YYYY-MM-DD/],
    ['scan --as-of', /needs a value/],
    ['scan --quiet=yes .', /takes no value/],
    ['scan --jobs 0 .', /not a number above zero/],
    ['scan --jobs 1.5 .', /not a number above zero/],
    ['scan --policy a --no-policy .', /exclude each other/],
    ['scan --staged --since main .', /exclude each other/],
    ['scan --stdin --staged .', /exclude each other/],
    ['scan --stdin .', /--stdin-filename/],
    ['scan --stdin-filename .env .', /goes with --stdin/],
    ['scan --stdin --stdin-filename ../.env .', /outside of the scanned folder/],
    ['scan --policy none.yaml .', /cannot be read/],
    ['scan --baseline none.json .', /no such file/],
    ['scan nowhere', /no such file or folder/],
    ['explian x', /is the command explain meant\?/],
    ['help mpa', /is map meant\?/],
    ['whatif .', /--lose/],
    ['map --format sarif .', /text, json, mermaid, dot, html/],
    ['policy', /init or check/],
    ['baseline drop', /create, update or prune/],
    ['explain', /a rule, a host or FILE:LINE/],
    ['explain .env:99', /no such line; the file has \d/],
    ['explain .env:0', /no such line/],
    ['lsp', /--stdio/],
  ]
  for (const [argv, said] of wrong)
    it(argv, async () => {
      const { code, out, err } = await ran(RELAY, argv.split(' '))
      assert.equal(code, 2, out)
      assert.match(err, said)
      assert.equal(out, '')
    })
})

describe('help', () => {
  it('of the whole names every command, and every flag of a scan', async () => {
    const { out } = await ran({}, ['--help'])
    for (const { name } of COMMANDS) assert.ok(out.includes(`relaylint ${name === 'scan' ? '[scan]' : name} `), name)
    for (const name of COMMANDS[0]?.flags ?? []) assert.ok(out.includes(`--${name}`), name)
    for (const line of out.split('\n')) assert.ok(line.length <= 100, line)
  })
  for (const { name, usage, flags } of COMMANDS)
    it(`of ${name}: by "help ${name}" and by "${name} --help"`, async () => {
      const one = await ran({}, ['help', name])
      const two = await ran({}, [name, '--help'])
      assert.deepEqual([one.code, one.out], [0, two.out])
      assert.ok(one.out.startsWith(`relaylint ${name} ${usage}`))
      for (const flag of flags) assert.ok(one.out.includes(`--${flag}`), flag)
    })
  it('knows no flag that is not in the table', () => {
    const known = new Set(FLAGS.map((f) => f.name))
    for (const { flags } of COMMANDS) for (const flag of flags) assert.ok(known.has(flag), flag)
  })
  it('--version', async () => assert.match((await ran({}, ['--version'])).out, /^relaylint \d+\.\d+\.\d+\n$/))
})

describe('reports', () => {
  for (const format of REPORTS)
    it(`${format}: exit 1 for a finding, 3 for a scan that could not read everything`, async () => {
      const found = await ran(RELAY, ['scan', '--format', format, '.'])
      assert.deepEqual([found.code, found.err], [1, ''])
      assert.match(found.out, /yunwu\.ai/)
      const large = { 'a.env': `OPENAI_BASE_URL=x\n${'#x'.repeat(3_000_000)}` }
      assert.equal((await ran(large, ['scan', '--format', format, '.'])).code, 3)
    })
  it('go to a file each, and one to standard output', async () => {
    const { code, out, read } = await ran(
      RELAY,
      'scan --format json --format sarif:out/a.sarif --format text:b.txt .'.split(' '),
    )
    assert.equal(code, 1)
    assert.equal(JSON.parse(out).schema, 'relaylint/report@1')
    assert.throws(() => read('out/a.sarif'), 'the folder is gone with the test')
  })
  it('that cannot be written are complained of after the others', async () => {
    const { code, out, err } = await ran(RELAY, ['scan', '--format', 'json:.env/x.json', '--format', 'text', '.'])
    assert.equal(code, 2)
    assert.match(out, /relay-endpoint/)
    assert.match(err, /^relaylint: \.env\/x\.json: cannot be written: a part of its path is no folder\n$/)
  })
  it('quiet: one line; verbose: everything that was not read as intended', async () => {
    const files = {
      ...RELAY,
      '.gitignore': '.env\n',
      ...Object.fromEntries(
        [...Array(14).keys()].map((i) => [`${i}.json`, '{"OPENAI_BASE_URL": "https://api.openai.com/v1"']),
      ),
    }
    assert.equal((await ran(files, ['--quiet', '.'])).out.trimEnd().split('\n').length, 2)
    assert.match((await ran(files, ['.'])).err, /4 more notes: see --verbose/)
    const { err: out } = await ran(files, ['--verbose', '.'])
    assert.equal(out.match(/^note: \d+\.json:1:\d+: JSON: an object is not closed: add }$/gm)?.length, 14)
    assert.match(out, /^read, though ignored or only named by reference: \.env$/m)
  })
})

describe('standard input', () => {
  const stdin = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
  const scan = (name: string, files: Files, text = stdin) =>
    ran(files, ['scan', '--stdin', '--stdin-filename', name, '.'], text)

  it('is read as the file it is named', async () => {
    assert.match((await scan('a/.env', {})).out, /^a\/\.env$/m)
    assert.equal((await scan('..env', {})).code, 1)
    assert.equal(
      (await scan('a.py', {}, 'from openai import OpenAI\nOpenAI(base_url="https://yunwu.ai/v1")\n')).code,
      1,
    )
    assert.equal((await scan('a.txt', {})).code, 0)
  })
  it('replaces what is on disk, and nothing else is reported', async () => {
    const { code, out } = await scan(
      '.env',
      { ...RELAY, 'b.env': 'OPENAI_BASE_URL=https://packyapi.com/v1\n' },
      'A=1\n',
    )
    assert.deepEqual([code, /packyapi/.test(out)], [0, false])
  })
  it('follows the nearest policy', async () => {
    const policy = 'version: 1\ngateways: [{ host: yunwu.ai, reason: "ours" }]\n'
    assert.equal((await scan('a/.env', { 'a/relaylint.yaml': policy })).code, 0)
    assert.equal((await scan('b/.env', { 'a/relaylint.yaml': policy })).code, 1)
  })
  it('that the policy excludes is not read, and a note says so', async () => {
    for (const files of [
      { 'relaylint.yaml': 'version: 1\nexclude: ["a/**"]\n' },
      { 'a/relaylint.yaml': 'version: 1\nexclude: [".env"]\n' },
    ]) {
      const { code, err } = await scan('a/.env', files)
      assert.equal(code, 0)
      assert.match(err, /note: a\/\.env:1:1: not read: the policy excludes it/)
    }
  })
  it('that is no text is not called clean', async () => {
    const { code, err } = await scan('.env', {}, '\u0001\u0002\u0000\u0003\u0000\u0000\u0004\u0005')
    assert.equal(code, 3)
    assert.match(err, /not read: \.env: standard input is no text/)
  })
})

describe('as a process', function () {
  this.timeout(60_000)
  const cli = join(process.cwd(), 'dist/cli.js')
  const spawn = (root: string, shell: string, env: Record<string, string> = {}) =>
    spawnSync('bash', ['-c', shell], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CLI: `${process.execPath} ${cli}`, ...env },
    })

  before(function () {
    if (process.platform === 'win32' || !existsSync(cli)) this.skip()
  })
  it('keeps its status when nobody reads on, and when nothing can be written', () => {
    const at = project(RELAY)
    try {
      const head = spawn(at.root, '$CLI . | head -1 >/dev/null; echo ${PIPESTATUS[0]}')
      assert.deepEqual([head.stdout, head.stderr], ['1\n', ''])
      assert.equal(spawn(at.root, '$CLI . 2>&1 >/dev/null | cat; echo ${PIPESTATUS[0]}').stdout, '1\n')
      if (existsSync('/dev/full')) assert.equal(spawn(at.root, '$CLI . >/dev/full; echo $?').stdout, '2\n')
    } finally {
      at.remove()
    }
  })
  it('has colours only where they are wanted, and progress only on a terminal', () => {
    const at = project(RELAY)
    try {
      const colours = (env: Record<string, string>) => spawn(at.root, '$CLI .', env).stdout.includes('\u001b[')
      assert.deepEqual(
        [colours({}), colours({ FORCE_COLOR: '1' }), colours({ FORCE_COLOR: '0' })],
        [false, true, false],
      )
      assert.equal(colours({ FORCE_COLOR: '1', NO_COLOR: '1' }), false)
      assert.equal(spawn(at.root, '$CLI . >/dev/null').stderr, '')
    } finally {
      at.remove()
    }
  })
})
