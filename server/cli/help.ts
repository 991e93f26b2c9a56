export const HELP = `relaylint: where do this project's AI requests really go?

relaylint [scan] [PATH...]          scan folders or files, default "."
  --format F[:FILE]                 repeatable: text, json, sarif, github, gitlab, junit, markdown, html, cyclonedx
  --fail-on error|warning|info|never   default warning
  --persona developer|reviewer|auditor
  --policy FILE | --no-policy       use this policy, or none
  --baseline FILE                   findings in it do not count
  --staged | --since REF            only what a commit or a branch changes
  --stdin --stdin-filename NAME     scan standard input as that file
  --untrusted                       the repository's own word never lowers or hides anything
  --as-of YYYY-MM-DD                the evaluation day, default today
  --jobs N  --no-ignore  --strict  --show-suppressed  --fix [--unsafe] [--diff]  --quiet  --verbose
relaylint explain RULE | HOST | FILE:LINE
relaylint map [PATH]                traffic map: text, json, mermaid, dot, html
relaylint inventory [PATH]          CycloneDX 1.7 services
relaylint whatif --lose PROVIDER|HOST|REGION [PATH]
relaylint baseline create|update|prune [PATH]
relaylint policy init|check [PATH]
relaylint facts list|show HOST|diff OLD.json
relaylint files [PATH]
relaylint lsp --stdio | --socket PORT

Exit status: 0 clean, 1 findings at or over --fail-on, 2 usage, policy or configuration error,
3 incomplete scan, 130 interrupted.
`
