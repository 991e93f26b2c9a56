/** Repositories that are made to mislead, to flood or to stop the tool: names, bytes, depth, length, links, and their own word. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { command, type Files, project, type Report, scanned } from '../helpers'

const RELAY = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
const GOOD: Files = { 'good/.env': RELAY }
const hosts = (report: Report, path: string) => report.endpoints.filter((e) => e.path === path).map((e) => e.host)
const posix = process.platform !== 'win32'

/** Texts that cost a reader the square of their length, or more, if it looks twice at what it has seen. */
const SLOW: Files = {
  'a.sh': `OPENAI_BASE_URL=${'"$('.repeat(4000)}`,
  'b.sh': `OPENAI_BASE_URL=${'${'.repeat(20_000)}`,
  '.env': `OPENAI_BASE_URL=${'${A:-'.repeat(20_000)}`,
  'b.env': `OPENAI_BASE_URL="x${'#'.repeat(60_000)}`,
  'a.py': `import openai\n${'~'.repeat(200_000)}`,
  'b.py': `openai.base_url = ${'"'.repeat(60_000)}`,
  'a.ts': `const openai = ${'`${'.repeat(20_000)}`,
  'a.json': '{"OPENAI_BASE_URL":'.repeat(20_000),
  'a.json5': `openai${'\\"'.repeat(40_000)}`,
  'a.yaml': `OPENAI_BASE_URL: x\na: ${'- '.repeat(50_000)}`,
  'b.yaml': 'OPENAI_BASE_URL: "'.repeat(3000),
  'c.yaml': `openai: 1\n${"'".repeat(60_000)}`,
  'a.toml': `${'#'.repeat(200_000)}openai`,
  Makefile: `# openai\n${'  '.repeat(60_000)}`,
  'a.ps1': `$env:OPENAI_BASE_URL\n${'['.repeat(100_000)}`,
  'a.bat': `set OPENAI_BASE_URL=x\n${'@'.repeat(100_000)}`,
  'a.tf': `# openai\n${'in '.repeat(60_000)}`,
  'a.ipynb': `{"openai":${'['.repeat(50_000)}`,
  'a.md': `openai\n${'```'.repeat(50_000)}`,
  'nginx.conf': `# openai\n${'server {'.repeat(20_000)}`,
  Dockerfile: `FROM x\nENV OPENAI_BASE_URL=${'${A:-'.repeat(20_000)}`,
  'a.nix': `openai = ${'{'.repeat(60_000)}`,
}

describe('texts that are made to be slow', function () {
  // they take well under a second each; what grows with the square of its length does not end within this
  this.timeout(45_000)
  for (const [path, text] of Object.entries(SLOW))
    it(`${path}: ${JSON.stringify(String(text).slice(0, 40))}… and the rest goes on`, async () => {
      const { report } = await scanned({ ...GOOD, [path]: text })
      assert.deepEqual(hosts(report, 'good/.env'), ['yunwu.ai'])
      for (const { reason } of report.summary.skipped) assert.doesNotMatch(reason, /bug|stack/)
    })
})

describe('depth and repetition', () => {
  it('aliases of aliases: what stands behind them is read line by line', async () => {
    const levels = 'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]\n`)
    const text = `a: &a [openai, x]\n${levels.join('')}OPENAI_BASE_URL: https://packyapi.com/v1\n`
    const { report } = await scanned({ ...GOOD, 'a.yaml': text })
    assert.deepEqual(hosts(report, 'a.yaml'), ['packyapi.com'])
    assert.equal(report.summary.complete, false)
  })
  it('JSON nested beyond the limit is read line by line', async () => {
    const deep = `{"x":${'['.repeat(300)}${']'.repeat(300)},\n"OPENAI_BASE_URL": "https://packyapi.com/v1"}`
    const { ran, report } = await scanned({ 'a.json': deep }, '--fail-on', 'never')
    assert.deepEqual(hosts(report, 'a.json'), ['packyapi.com'])
    assert.equal(ran.code, 3)
  })
})

/** Bytes of one letter. */
const widthOf = (encoding: string) => (encoding.startsWith('UTF-32') ? 4 : encoding.startsWith('UTF-16') ? 2 : 1)

describe('bytes', () => {
  const chinese = `# 这是一个中转站的配置文件，请不要修改它\nOPENAI_BASE_URL=http://api.openai.com/v1\n`
  const utf16 = Buffer.from(chinese, 'utf16le')
  const utf32 = Buffer.from(Uint32Array.from([...chinese], (c) => c.codePointAt(0) ?? 0).buffer)
  const mark = (bytes: readonly number[], rest: Buffer) => Buffer.concat([Buffer.from(bytes), rest])
  const encodings: Readonly<Record<string, Buffer>> = {
    'UTF-8': Buffer.from(chinese),
    'UTF-8 with its mark': mark([0xef, 0xbb, 0xbf], Buffer.from(chinese)),
    'UTF-16 without a mark, half of it Chinese': utf16,
    'UTF-16 with its mark': mark([0xff, 0xfe], utf16),
    'UTF-16, big end first, without a mark': Buffer.from(utf16).swap16(),
    'UTF-16, big end first, with its mark': mark([0xfe, 0xff], Buffer.from(utf16).swap16()),
    'UTF-16 with half a unit at its end': mark([0xff, 0xfe], Buffer.concat([utf16, Buffer.from([0x41])])),
    'UTF-32': mark([0xff, 0xfe, 0, 0], utf32),
    'UTF-32, big end first': mark([0, 0, 0xfe, 0xff], Buffer.from(utf32).swap32()),
    'GBK in a comment': mark([0x23, 0xd6, 0xd0, 0xd7, 0xaa, 0x0a], Buffer.from(`#\n${chinese}`)),
    'a zero byte in a comment': mark([0x23, 0x00, 0x0a], Buffer.from(`#\n${chinese}`)),
  }
  for (const [name, bytes] of Object.entries(encodings))
    it(`${name}: the address is found`, async () => {
      const { report } = await scanned({ '.env': bytes })
      assert.deepEqual(hosts(report, '.env'), ['api.openai.com'])
      assert.equal(report.summary.binary, 0)
    })
  it('fixes keep the encoding, and leave a text alone whose bytes are not valid', async () => {
    for (const [name, bytes] of Object.entries(encodings)) {
      const at = project({ '.env': bytes })
      try {
        const before = readFileSync(join(at.root, '.env'))
        const ran = await command(['scan', '--fix', '.'], at.root)
        const after = readFileSync(join(at.root, '.env'))
        if (/GBK|half a unit/.test(name)) {
          assert.deepEqual(after, before)
          assert.match(ran.err, /^\.env: not fixed: its text is not valid UTF-(?:8|16LE)\n$/)
        } else assert.equal(after.length, bytes.length + widthOf(name), name)
      } finally {
        at.remove()
      }
    }
  })
  it('an image is counted, not read', async () => {
    const { report } = await scanned({
      '.env': Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108000000', 'hex'),
    })
    assert.deepEqual([report.summary.binary, report.summary.complete], [1, true])
  })
})

describe('bytes that make no text', () => {
  const code = (comment: Buffer) =>
    Buffer.concat([
      Buffer.from('import OpenAI from "openai"\n/* '),
      comment,
      Buffer.from(' */\nconst c = new OpenAI({ baseURL: "https://yunwu.ai/v1" })\n'),
    ])
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 167 + 13 * (i >> 3)) & 0xff))
  const wide = Buffer.from('a = 1\n// openai\u0000\nbaseURL = "https://yunwu.ai/v1"\n', 'utf16le')
  /** What each file comes to: read, listed as not read, or binary and nothing else. */
  const files: readonly (readonly [name: string, path: string, bytes: Buffer, what: 'read' | 'skipped' | 'binary'])[] =
    [
      ['one zero byte', 'a.js', code(Buffer.from([0])), 'read'],
      ['five zero bytes', 'a.js', code(Buffer.alloc(5)), 'read'],
      ['more zero bytes than text', 'a.js', code(Buffer.alloc(9000)), 'read'],
      ['controls', 'a.js', code(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17])), 'read'],
      [
        'zero bytes in an env file',
        '.env',
        Buffer.from(`#${'\u0000'.repeat(20)}\nOPENAI_BASE_URL=https://yunwu.ai/v1\n`),
        'read',
      ],
      ['a host under noise', 'a.js', code(noise), 'skipped'],
      ['zero units in UTF-16', 'a.js', wide, 'skipped'],
      ['noise alone', 'a.ts', noise, 'binary'],
    ]
  for (const [name, path, bytes, what] of files)
    for (const flags of [[], ['--untrusted']])
      it(`${name} ${flags.join('')}: ${what}`, async () => {
        const { report } = await scanned({ [path]: bytes }, ...flags)
        assert.equal(
          report.endpoints.some((e) => e.host === 'yunwu.ai'),
          what === 'read',
        )
        assert.equal(report.summary.skipped.length, what === 'skipped' ? 1 : 0)
        assert.equal(report.summary.complete, what !== 'skipped')
        assert.equal(report.summary.binary, what === 'binary' ? 1 : 0)
      })

  /** A listed host without any key word, behind padding of so many bytes. */
  const padded: readonly (readonly [size: number, what: 'read' | 'skipped'])[] = [
    [300_000, 'read'],
    [9_000_000, 'skipped'],
  ]
  for (const [size, what] of padded)
    it(`a host behind ${size} bytes of padding: ${what}`, async () => {
      const text = (host: string) => `{"pad":"${'a'.repeat(size)}","api_url":"https://${host}/v1"}\n`
      const { report } = await scanned({ 'a.json': text('yunwu.ai'), 'b.json': text('www.brackenfield-hub.net') })
      assert.deepEqual(
        report.summary.skipped.map((s) => s.path),
        what === 'skipped' ? ['a.json'] : [],
      )
      if (what === 'read')
        assert.deepEqual(
          report.endpoints.map((e) => e.host),
          ['yunwu.ai'],
        )
    })
  it('a policy that is no text is a bad policy, not none', async () => {
    const { ran } = await scanned({ 'relaylint.yaml': noise, '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
    assert.equal(ran.code, 2)
  })
})

describe('names', () => {
  const names = [
    'a\u001b]0;x\u0007.env',
    'a\n0 warnings in 0 files\n/.env',
    'a\u202egpj.env',
    'a\u200b.env',
    '-rf.env',
    'a b.env',
    '"><img src=x>.env',
    '`a|b`.env',
  ]
  for (const name of names)
    it(`${JSON.stringify(name)} prints as one line without a control character, in every format`, async function () {
      if (!posix) this.skip()
      const at = project({ [name]: RELAY, relaylint: '' })
      try {
        const printed = await command(['scan', '.'], at.root)
        assert.equal(printed.code, 1)
        assert.doesNotMatch(printed.out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e]|^0 warnings/m)
        for (const [format, unwanted] of [
          ['github', /^(?!::)/m],
          ['html', /<img/],
          ['junit', /<img|\u001b/],
          ['markdown', /\| `a\|b`/],
        ] as const) {
          const { out } = await command(['scan', '--format', format, '.'], at.root)
          assert.doesNotMatch(out.trimEnd(), unwanted, format)
        }
      } finally {
        at.remove()
      }
    })
  it('that are no UTF-8 are read all the same', async function () {
    if (process.platform !== 'linux') this.skip()
    const at = project({ 'x/y': '' })
    try {
      const folder = Buffer.concat([Buffer.from(join(at.root, 'x/')), Buffer.from([0xff, 0xfe])])
      mkdirSync(folder)
      writeFileSync(Buffer.concat([folder, Buffer.from('/'), Buffer.from([0xe4]), Buffer.from('.env')]), RELAY)
      const { code, out } = await command(['scan', '--format', 'json', '.'], at.root)
      assert.deepEqual([code, (JSON.parse(out) as Report).endpoints.length], [1, 1])
    } finally {
      at.remove()
    }
  })
})

describe('what is no file', () => {
  it('folders named like files, links in circles and out of the folder: the rest goes on', async () => {
    const { report } = await scanned({
      ...GOOD,
      '.env/x': 'OPENAI_BASE_URL=1',
      'compose.yaml/y': 'x',
      'a/up': { link: '..' },
      'a/self': { link: 'self' },
      'a/out.env': { link: '../../secret.env' },
    })
    assert.deepEqual(
      report.endpoints.map((e) => e.path),
      ['good/.env'],
    )
    assert.equal(report.summary.complete, true)
  })
  it('a pipe and a socket are named, and nobody waits for them', async function () {
    if (!posix) this.skip()
    const at = project(GOOD)
    const server = createServer()
    try {
      spawnSync('mkfifo', [join(at.root, '.env')])
      await new Promise<void>((done) => server.listen(join(at.root, 'b.env'), done))
      const { code, err } = await command(['scan', '.'], at.root)
      assert.equal(code, 1)
      for (const name of ['\\.env', 'b\\.env'])
        assert.match(err, new RegExp(`note: ${name}:1:1: a pipe, a socket or a device`))
    } finally {
      server.close()
      at.remove()
    }
  })
  it('what may not be read is named, and the scan is incomplete', async function () {
    if (!posix || process.getuid?.() === 0) this.skip()
    const at = project({ ...GOOD, 'shut/.env': RELAY, 'shut.env': RELAY })
    try {
      chmodSync(join(at.root, 'shut'), 0)
      chmodSync(join(at.root, 'shut.env'), 0)
      const { code, err } = await command(['scan', '--fail-on', 'never', '.'], at.root)
      assert.equal(code, 3)
      for (const name of ['shut', 'shut.env']) assert.ok(err.includes(`not read: ${name}: permission denied\n`), err)
    } finally {
      chmodSync(join(at.root, 'shut'), 0o700)
      at.remove()
    }
  })
})
