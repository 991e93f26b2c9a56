/** `--diff` prints patches that git and patch take, and `--fix` writes what they would make of the file; nothing else is touched. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, type Files, project } from '../helpers'

const HTTP = 'OPENAI_BASE_URL=http://api.openai.com/v1'
const HTTPS = 'OPENAI_BASE_URL=https://api.openai.com/v1'
const MANY = [...Array(12).keys()].map((i) => `A${i}=1\n`).join('')

const PATCHES: readonly (readonly [what: string, path: string, before: string, after: string])[] = [
  ['one line', '.env', `A=1\n${HTTP}\nB=2\n`, `A=1\n${HTTPS}\nB=2\n`],
  ['the only line', '.env', HTTP, HTTPS],
  ['no line break at the end', '.env', `A=1\n${HTTP}`, `A=1\n${HTTPS}`],
  ['CRLF', '.env', `A=1\r\n${HTTP}\r\nB=2\r\n`, `A=1\r\n${HTTPS}\r\nB=2\r\n`],
  ['mixed line ends', '.env', `A=1\n${HTTP}\r\nB=2\n`, `A=1\n${HTTPS}\r\nB=2\n`],
  ['a byte order mark', '.env', `\ufeff${HTTP}\nB=2\n`, `\ufeff${HTTPS}\nB=2\n`],
  ['Chinese text', '.env', `# 模型地址\n${HTTP}\nB=中文\n`, `# 模型地址\n${HTTPS}\nB=中文\n`],
  ['a name with a blank', 'a b.env', `${HTTP}\nB=2\n`, `${HTTPS}\nB=2\n`],
  ['a name in Chinese', '配置/.env', `${HTTP}\n`, `${HTTPS}\n`],
  [
    'two near each other',
    '.env',
    `${HTTP}\nB=2\nANTHROPIC_BASE_URL=http://api.anthropic.com\n`,
    `${HTTPS}\nB=2\nANTHROPIC_BASE_URL=https://api.anthropic.com\n`,
  ],
  [
    'two far apart',
    '.env',
    `${HTTP}\n${MANY}ANTHROPIC_BASE_URL=http://api.anthropic.com\n${MANY}`,
    `${HTTPS}\n${MANY}ANTHROPIC_BASE_URL=https://api.anthropic.com\n${MANY}`,
  ],
  ['a line that goes', '.env', `${MANY}OPENAI_BASE_URL=https://yunwu.ai/v1\n${HTTPS}\n`, `${MANY}${HTTPS}\n`],
  [
    'a line that goes and one that changes',
    '.env',
    `OPENAI_BASE_URL=https://yunwu.ai/v1\nANTHROPIC_BASE_URL=http://api.anthropic.com\n${HTTPS}`,
    `ANTHROPIC_BASE_URL=https://api.anthropic.com\n${HTTPS}`,
  ],
]

async function inProject(files: Files, work: (root: string) => Promise<void>): Promise<void> {
  const at = project(files)
  try {
    await work(at.root)
  } finally {
    at.remove()
  }
}

const took = (program: string, args: readonly string[], cwd: string, input: string) =>
  spawnSync(program, args, { cwd, input, encoding: 'utf8', env: { ...process.env, GIT_CEILING_DIRECTORIES: cwd } })

describe('patches', () => {
  for (const [what, path, before, after] of PATCHES)
    it(what, () =>
      inProject({ [path]: before }, async (root) => {
        const file = join(root, path)
        const { out: patch, err } = await command(['scan', '--diff', '.'], root)
        assert.equal(readFileSync(file, 'utf8'), before)
        assert.match(err, /plaintext-endpoint|override-has-no-effect/)
        for (const [program, args] of [
          ['git', ['apply', '--whitespace=nowarn']],
          ['patch', ['-s', '-p1', '--binary']],
        ] as const) {
          const ran = took(program, args, root, patch)
          if (ran.error) continue
          assert.equal(ran.status, 0, `${program}: ${ran.stderr}${ran.stdout}\n${patch}`)
          assert.equal(readFileSync(file, 'utf8'), after, program)
          writeFileSync(file, before)
        }
        await command(['scan', '--fix', '.'], root)
        assert.equal(readFileSync(file, 'utf8'), after)
        assert.match((await command(['scan', '--fix', '--diff', '.'], root)).out, /^$/)
        await command(['scan', '--fix', '.'], root)
        assert.equal(readFileSync(file, 'utf8'), after)
      }),
    )

  it('with a format, the report keeps standard output', () =>
    inProject({ '.env': `${HTTP}\n` }, async (root) => {
      const { out, err } = await command(['scan', '--diff', '--format', 'json', '.'], root)
      assert.equal((JSON.parse(out) as { schema: string }).schema, 'relaylint/report@1')
      assert.match(err, /^\+OPENAI_BASE_URL=https:/m)
    }))

  it('a line with a key is no context, and what git cannot take is said', () =>
    inProject(
      { '.env': `A=1\n${HTTP}\nOPENAI_API_KEY=sk-proj-Canary00000000000000000000000000000000\n` },
      async (root) => {
        const { out, err } = await command(['scan', '--diff', '.'], root)
        assert.ok(!`${out}${err}`.includes('Canary0'))
        assert.equal(out, `--- a/.env\n+++ b/.env\n@@ -1,2 +1,2 @@\n A=1\n-${HTTP}\n+${HTTPS}\n`)
        assert.match(err, /git apply may refuse it/)
      },
    ))
})

describe('what is written', () => {
  it('nothing goes through a link, in the project or out of it', () =>
    inProject(
      {
        'real.txt': `${HTTP}\n`,
        'app/.env': { link: '../real.txt' },
        'b/compose.yml': 'services:\n  a:\n    image: a\n    env_file: ../app/.env\n',
      },
      async (root) => {
        await command(['scan', '--fix', '--unsafe', '.'], root)
        assert.equal(readFileSync(join(root, 'real.txt'), 'utf8'), `${HTTP}\n`)
        assert.ok(lstatSync(join(root, 'app/.env')).isSymbolicLink())
      },
    ))
  it('a link that is named outright is fixed where it leads', () =>
    inProject({ 'real.env': `${HTTP}\n`, 'app.env': { link: 'real.env' } }, async (root) => {
      await command(['scan', '--fix', 'app.env'], root)
      assert.equal(readFileSync(join(root, 'real.env'), 'utf8'), `${HTTPS}\n`)
      assert.ok(lstatSync(join(root, 'app.env')).isSymbolicLink())
    }))
  it('what is staged is not written over what stands in the folder', () =>
    inProject({ '.env': `${HTTP}\n` }, async (root) => {
      const git = (...args: string[]) => assert.equal(spawnSync('git', args, { cwd: root }).status, 0, args.join(' '))
      git('init', '-q', '.')
      git('add', '.env')
      writeFileSync(join(root, '.env'), `${HTTP}\nNEW=1\n`)
      const { err } = await command(['scan', '--staged', '--fix', '.'], root)
      assert.match(err, /^\.env: not fixed: it is not what was scanned$/m)
      assert.equal(readFileSync(join(root, '.env'), 'utf8'), `${HTTP}\nNEW=1\n`)
    }))
  it('what comes from standard input is written nowhere', () =>
    inProject({}, async (root) => {
      const { err } = await command(['scan', '--fix', '--stdin', '--stdin-filename', 'x.env'], root, `${HTTP}\n`)
      assert.match(err, /^x\.env: not fixed:/m)
      assert.ok(!existsSync(join(root, 'x.env')))
    }))
  it('two fixes of one place are not mixed', () =>
    inProject(
      {
        '.env': 'OPENAI_BASE_URL=http://api.opneai.com/v1\n',
        'relaylint.yaml':
          'version: 1\ngateways: [{ host: llm.brackenfield-hub.net, operator: self, reason: ours }]\nendpoints: { default: require-gateway }\n',
      },
      async (root) => {
        await command(['scan', '--fix', '--unsafe', '.'], root)
        assert.match(
          readFileSync(join(root, '.env'), 'utf8'),
          /^OPENAI_BASE_URL=https?:\/\/(?:llm\.brackenfield-hub\.net|api\.openai\.com)\/v1\n$/,
        )
      },
    ))
})
