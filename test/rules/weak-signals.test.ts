/**
 * Time zone, locale, mirrors, `.cn` domains, language: no finding for any persona, no severity raised, nothing that adds up.
 * `explain` shows them as context that proves nothing.
 */
import assert from 'node:assert/strict'
import { command, type Files, project, type Report, scanned } from '../helpers'

/** Each of them alone, as it stands in real projects. */
const SIGNALS: Readonly<Record<string, Files>> = {
  'time zone and locale of an env file': {
    '.env': '# 生产环境配置\nTZ=Asia/Shanghai\nLANG=zh_CN.UTF-8\nLC_ALL=zh_CN.UTF-8\nLANGUAGE=zh_CN:zh\n',
  },
  'an image with a time zone and mirrors': {
    Dockerfile:
      'FROM registry.cn-hangzhou.aliyuncs.com/library/python:3.12\nENV TZ=Asia/Shanghai LC_ALL=zh_CN.UTF-8\nRUN ln -sf /usr/share/zoneinfo/Asia/Shanghai /etc/localtime && sed -i s@deb.debian.org@mirrors.aliyun.com@g /etc/apt/sources.list\nRUN pip install -i https://pypi.tuna.tsinghua.edu.cn/simple openai anthropic\nRUN npm config set registry https://registry.npmmirror.com\nENV GOPROXY=https://goproxy.cn,direct HF_ENDPOINT=https://hf-mirror.com\n',
  },
  'settings of package managers': {
    '.npmrc': 'registry=https://registry.npmmirror.com\nelectron_mirror=https://npmmirror.com/mirrors/electron/\n',
    'pip.conf': '[global]\nindex-url = https://mirrors.aliyun.com/pypi/simple\ntrusted-host = mirrors.aliyun.com\n',
    '.cargo/config.toml':
      '[source.crates-io]\nreplace-with = "tuna"\n[source.tuna]\nregistry = "https://mirrors.tuna.tsinghua.edu.cn/git/crates.io-index.git"\n',
  },
  'Chinese comments, names and texts': {
    '说明.md': '# 智能客服\n\n部署在上海机房，使用官方接口。\n',
    'src/prompt.py':
      'SYSTEM = "你是一个乐于助人的中文客服"\n# 时区：东八区，法定节假日放假\nWORKDAYS = "周一至周五 9:00-18:00"\n',
  },
  'addresses below .cn that are no AI endpoints': {
    'config/app.yaml':
      'site: https://www.brackenfield.cn\napi:\n  baseUrl: https://api.brackenfield.com.cn/v1\nsms: https://sms.brackenfield.cn/send\nwechat: https://api.weixin.qq.com/sns\n',
    'nginx.conf': 'server {\n  server_name www.brackenfield.cn;\n  location / { proxy_pass http://web:3000; }\n}\n',
  },
  'time zone, locale and mirror of a service and a workload': {
    'docker-compose.yml':
      'services:\n  web:\n    image: registry.cn-shanghai.aliyuncs.com/brackenfield/web:1\n    environment:\n      TZ: Asia/Shanghai\n      LANG: zh_CN.UTF-8\n      NPM_CONFIG_REGISTRY: https://registry.npmmirror.com\n',
    'k8s/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n          env:\n            - { name: TZ, value: Asia/Shanghai }\n            - { name: SPRING_JACKSON_TIME_ZONE, value: GMT+8 }\n',
  },
  'a pipeline with mirrors': {
    '.github/workflows/ci.yml':
      'name: 构建\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      TZ: Asia/Shanghai\n      GOPROXY: https://goproxy.cn\n      PIP_INDEX_URL: https://pypi.tuna.tsinghua.edu.cn/simple\n    steps:\n      - run: npm ci --registry https://registry.npmmirror.com\n',
  },
}

/** Official addresses only, each behind its own variable. */
const OFFICIAL: Files = {
  'service/.env':
    'OPENAI_BASE_URL=https://api.openai.com/v1\nANTHROPIC_BASE_URL=https://api.anthropic.com\nDEEPSEEK_BASE_URL=https://api.deepseek.com/v1\nMOONSHOT_BASE_URL=https://api.moonshot.cn/v1\nDASHSCOPE_BASE_URL=https://dashscope.aliyuncs.com/compatible-mode/v1\nZHIPU_BASE_URL=https://open.bigmodel.cn/api/paas/v4\n',
  'service/package.json':
    '{ "name": "kefu", "dependencies": { "openai": "^5.0.0", "@anthropic-ai/sdk": "^0.60.0" } }\n',
  'service/src/chat.ts':
    "// 官方接口\nimport Anthropic from '@anthropic-ai/sdk'\nimport OpenAI from 'openai'\n\nexport const openai = new OpenAI()\nexport const claude = new Anthropic()\n",
}

/** Something to say at every level: what stands beside it must not change a letter of it. */
const SAYS: Files = {
  'app/.env':
    'OPENAI_BASE_URL=https://yunwu.ai/v1\nANTHROPIC_BASE_URL=https://llm.brackenfield-hub.net\nGEMINI_BASE_URL=http://generativelanguage.googleapis.com\n',
  'app/package.json': '{ "name": "app", "dependencies": { "openai": "^5.0.0", "@anthropic-ai/sdk": "^0.60.0" } }\n',
  'app/src/chat.ts': "import OpenAI from 'openai'\n\nexport const openai = new OpenAI()\n",
  'relaylint.yaml': 'version: 1\norganization: { headquarters: SG, developers: [SG], end-users: [SG, JP] }\n',
}

const PERSONAS = ['developer', 'reviewer', 'auditor'] as const
const together = (parts: readonly Files[]): Files => Object.assign({}, ...parts)

describe('weak signals', () => {
  for (const persona of PERSONAS) {
    it(`a project full of them with official endpoints has no finding (${persona})`, async () => {
      const { report, ran } = await scanned(together([OFFICIAL, ...Object.values(SIGNALS)]), '--persona', persona)
      assert.deepEqual(
        report.findings.map((f) => `${f.path} ${f.rule} ${f.message}`),
        [],
      )
      assert.equal(ran.code, 0)
      assert.ok(report.endpoints.length >= 6)
      assert.deepEqual([...new Set(report.endpoints.map((e) => e.class))], ['official'])
    })
    it(`they never add up: one after the other changes nothing that is said (${persona})`, async () => {
      const key = (r: Report) =>
        r.findings.map((f) => [f.path, f.rule, f.severity, f.message, f.why, f.fingerprint].join('\n'))
      const alone = key((await scanned(SAYS, '--persona', persona)).report)
      assert.ok(alone.length >= 3)
      const more: Files[] = [SAYS]
      for (const [name, files] of Object.entries(SIGNALS)) {
        more.push(files)
        assert.deepEqual(key((await scanned(together(more), '--persona', persona)).report), alone, name)
      }
    })
  }
  it('explain shows them as context that proves nothing', async () => {
    const env = `${(SIGNALS['time zone and locale of an env file'] as Record<string, string>)['.env']}PIP_INDEX_URL=https://pypi.tuna.tsinghua.edu.cn/simple\nOPENAI_BASE_URL=https://api.openai.com/v1\n`
    const at = project({ '.env': env, 'a.py': 'from openai import OpenAI\nclient = OpenAI()\n' })
    try {
      const { out } = await command(['explain', '.env:7'], at.root)
      const context = out.slice(out.indexOf('context that proves nothing'))
      for (const word of ['Asia/Shanghai', 'zh_CN', 'tuna']) assert.ok(context.includes(word), `${word} in\n${out}`)
      assert.ok(!/Asia\/Shanghai|zh_CN|tuna/.test(out.slice(0, out.indexOf('context that proves nothing'))), out)
    } finally {
      at.remove()
    }
  })
})
