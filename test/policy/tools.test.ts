import assert from 'node:assert/strict'
import { command, type Files, project, scanned } from '../helpers'

const policy = (tool: string) => `version: 1\ntools: { deny: [{ tool: ${tool}, reason: "not at work" }] }\n`
const workflow = (step: string) => `on: push\njobs:\n  r:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`

/** One way each in which a tool comes into a project: tool, path, text, line and column of the finding. */
const SIGNS: readonly (readonly [tool: string, path: string, text: string, place: string])[] = [
  ['claude-code', 'package.json', '{\n  "devDependencies": { "@anthropic-ai/claude-code": "^2" }\n}\n', '2:25'],
  ['claude-code', 'package.json', '{\n  "scripts": { "ai": "npx @anthropic-ai/claude-code -p hi" }\n}\n', '2:27'],
  ['claude-code', '.github/workflows/c.yml', workflow('uses: anthropics/claude-code-action@v1'), '6:15'],
  ['claude-code', '.github/workflows/c.yml', workflow('run: claude -p review'), '6:14'],
  [
    'claude-code',
    '.devcontainer/devcontainer.json',
    '{ "features": { "ghcr.io/anthropics/devcontainer-features/claude-code:1": {} } }\n',
    '1:18',
  ],
  [
    'claude-code',
    '.devcontainer/devcontainer.json',
    '{ "customizations": { "vscode": { "extensions": ["anthropic.claude-code"] } } }\n',
    '1:51',
  ],
  ['claude-code', '.vscode/extensions.json', '{ "recommendations": ["Anthropic.claude-code"] }\n', '1:24'],
  [
    'claude-code',
    '.vscode/settings.json',
    '{ "claudeCode.environmentVariables": [{ "name": "ANTHROPIC_MODEL", "value": "x" }] }\n',
    '1:1',
  ],
  // no other word of these files matters to a scan
  ['aider', '.gitlab-ci.yml', 't:\n  script:\n    - pip install aider-chat==0.86\n', '3:19'],
  ['crush', '.github/workflows/c.yml', workflow('run: npm i -g @charmland/crush@latest'), '6:23'],
  ['claude-code', 'setup.sh', 'code --install-extension anthropic.claude-code\n', '1:26'],
  ['claude-code', 'Dockerfile', 'FROM node:22\nRUN curl -fsSL https://claude.ai/install.sh | bash\n', '2:16'],
  ['claude-code', 'setup.ps1', 'irm https://claude.ai/install.ps1 | iex\n', '1:5'],
  ['claude-code', 'setup.ps1', 'winget install Anthropic.ClaudeCode\n', '1:16'],
  ['claude-code', 'Brewfile', 'brew "git"\ncask "claude-code"\n', '2:7'],
  ['claude-code', 'CLAUDE.md', '# Notes\n', '1:1'],
  ['claude-code', '.claude/settings.json', '{\n  "permissions": {}\n}\n', '1:1'],
  ['claude-code', '.claude/commands/review.md', 'Review it.\n', '1:1'],
  [
    'claude-code',
    'compose.yml',
    'services:\n  a:\n    image: acme/a\n    environment:\n      CLAUDE_CODE_USE_BEDROCK: "1"\n',
    '5:7',
  ],
  ['Claude Code', 'CLAUDE.md', '# Notes\n', '1:1'],
  ['codex', 'package.json', '{ "dependencies": { "@openai/codex": "1" } }\n', '1:22'],
  ['gemini-cli', 'GEMINI.md', '# Notes\n', '1:1'],
  ['gemini-cli', 'run.sh', 'npx @google/gemini-cli -p hi\n', '1:5'],
  ['aider', 'requirements.txt', 'requests\naider-chat==0.80\n', '2:1'],
  ['aider', 'pyproject.toml', '[project]\ndependencies = ["aider-chat>=0.80"]\n', '2:18'],
  ['aider', 'compose.yml', 'services:\n  a:\n    image: paulgauthier/aider:v0.80\n', '3:12'],
  ['crush', 'go.mod', 'module x\n\nrequire github.com/charmbracelet/crush v0.1.0\n', '3:9'],
  ['crush', 'Makefile', 'tools:\n\tgo install github.com/charmbracelet/crush@latest\n', '2:13'],
  ['aichat', 'Cargo.toml', '[dependencies]\naichat = "0.20"\n', '2:1'],
  ['cursor', '.cursor/rules/a.mdc', 'x\n', '1:1'],
  ['cursor', '.cursorrules', 'x\n', '1:1'],
  ['github-copilot', '.github/copilot-instructions.md', 'x\n', '1:1'],
  ['litellm', 'compose.yml', 'services:\n  a:\n    image: ghcr.io/berriai/litellm:main\n', '3:12'],
  ['new-api', 'compose.yml', 'services:\n  a:\n    image: calciumion/new-api\n', '3:12'],
  ['mihomo', 'compose.yml', 'services:\n  a:\n    image: metacubex/mihomo:latest\n', '3:12'],
  ['codex', 'run.sh', 'bunx @openai/codex\n', '1:6'],
  ['codex', '.github/workflows/c.yml', workflow('run: npx -y @openai/codex exec x'), '6:21'],
  ['codex', 'run.sh', 'deno run -A npm:@openai/codex@1.2.3/cli\n', '1:13'],
  ['codex', '.mcp.json', '{ "mcpServers": { "x": { "command": "npx", "args": ["-y", "@openai/codex"] } } }\n', '1:60'],
  ['codex', 'agents.toml', '[mcp_servers.x]\ncommand = "npx"\nargs = ["-y", "@openai/codex"]\n', '3:16'],
  ['codex', 'mise.toml', '[tools]\nnode = "22"\n"npm:@openai/codex" = "latest"\n', '3:2'],
  ['claude-code', '.mise.toml', '[tools]\n"aqua:anthropics/claude-code" = "latest"\n', '2:2'],
  ['claude-code', '.tool-versions', 'nodejs 22.1.0\nclaude-code 2.0.1\n', '2:1'],
  ['claude-code', 'run.sh', 'mise use -g npm:@anthropic-ai/claude-code@latest\n', '1:13'],
  ['claude-code', 'run.sh', 'nix run nixpkgs#claude-code -- -p hi\n', '1:9'],
  ['claude-code', 'setup.sh', 'cursor --install-extension anthropic.claude-code\n', '1:28'],
  ['claude-code', '.gitpod.yml', 'vscode:\n  extensions:\n    - anthropic.claude-code@1.0.0\n', '3:7'],
  ['aider', 'setup.sh', 'python3 -m pip install -U aider-chat\n', '1:27'],
  ['aider', 'setup.sh', 'poetry add --group dev aider-chat\n', '1:24'],
  ['aider', 'setup.cfg', '[options]\ninstall_requires =\n    requests\n    aider-chat>=0.80\n', '4:5'],
  [
    'aider',
    'setup.py',
    'from setuptools import setup\nsetup(name="x", install_requires=["aider-chat>=0.80"])\n',
    '2:36',
  ],
  ['aider', 'environment.yml', 'dependencies:\n  - python=3.12\n  - pip:\n      - aider-chat==0.80\n', '4:9'],
  [
    'aider',
    '.pre-commit-config.yaml',
    'repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: x\n        language: python\n        additional_dependencies: ["aider-chat==0.80"]\n',
    '7:36',
  ],
  ['kimi-cli', '.kimi/config.toml', 'a = 1\n', '1:1'],
  ['cliproxyapi', '.cli-proxy-api/a.json', '{}\n', '1:1'],
  ['warp', 'run.sh', 'warp-cli connect\n', '1:1'],
  ['acme-agent', 'package.json', '{ "dependencies": { "acme-agent": "1" } }\n', '1:22'],
]

const SILENT: readonly (readonly [string, Files])[] = [
  [
    'another tool of the same maker',
    { 'package.json': '{ "dependencies": { "@anthropic-ai/sdk": "1", "@openai/codex": "1" } }' },
  ],
  [
    'prose and comments',
    { 'README.md': 'Install `npm i -g @anthropic-ai/claude-code`.\n', 'a.py': '# claude -p x\nNAME = "claude"\n' },
  ],
  ['words of a shell that are no command', { 'run.sh': 'claude=1\necho claude\n./claude-report.sh\n' }],
  [
    'names of files, environments and places are no packages',
    {
      'run.sh': 'conda install -n claude-code numpy\npip install -r claude-code\ndeno run claude-code\nnix build .#x\n',
    },
  ],
  [
    'what a folder advises against',
    { '.vscode/extensions.json': '{ "unwantedRecommendations": ["anthropic.claude-code"] }\n' },
  ],
  ['a lock file', { 'package-lock.json': '{ "packages": { "node_modules/@anthropic-ai/claude-code": {} } }\n' }],
  [
    'settings of the editor without a key of the tool',
    { '.vscode/settings.json': '{ "editor.tabSize": 2, "x": "https://a.b" }\n' },
  ],
  [
    'variables that every client reads',
    { '.env': 'ANTHROPIC_API_KEY=\nANTHROPIC_BASE_URL=https://api.anthropic.com\n' },
  ],
]

const denied = async (files: Files, ...flags: string[]) =>
  (await scanned(files, ...flags)).report.findings
    .filter((f) => f.rule === 'denied-tool')
    .map((f) => `${f.path}:${f.range.start.line}:${f.range.start.column} ${f.severity}`)

describe('denied tools', () => {
  for (const [tool, path, text, place] of SIGNS) {
    it(`${tool}: ${path} ${JSON.stringify(text.slice(0, 50))}`, async () => {
      assert.deepEqual(await denied({ [path]: text, 'relaylint.yaml': policy(tool) }), [`${path}:${place} error`])
    })
  }
  for (const [name, files] of SILENT) {
    it(`${name}: silent`, async () => {
      assert.deepEqual(await denied({ ...files, 'relaylint.yaml': policy('claude-code') }), [])
    })
  }
  it('a folder is said once', async () => {
    const files = { '.claude/commands/a.md': 'a\n', '.claude/commands/b.md': 'b\n', '.claude/agents/c.md': 'c\n' }
    assert.equal((await denied({ ...files, 'relaylint.yaml': policy('claude-code') })).length, 1)
  })
  it('the word of an untrusted repository denies all the same', async () => {
    assert.equal(
      (await denied({ 'CLAUDE.md': 'x\n', 'relaylint.yaml': policy('claude-code') }, '--untrusted')).length,
      1,
    )
  })
  it('policy check says which name is no known tool', async () => {
    const at = project({ 'relaylint.yaml': policy('acme-agent') })
    try {
      const ran = await command(['policy', 'check', '.'], at.root)
      assert.equal(ran.code, 0)
      assert.match(ran.err, /^relaylint\.yaml:2:25: note: no tool is known as `acme-agent`/m)
    } finally {
      at.remove()
    }
  })
})
